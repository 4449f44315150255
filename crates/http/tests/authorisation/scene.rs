//! What the owner has, and a call on it.

use serde_json::json;

use super::callers::Caller;
use super::row::Row;
use crate::support::{Operation, Reply, User, World};

/// A fresh owner with one of everything.
pub struct Scene<'a> {
    pub world: &'a World,
    pub owner: User,
    number: usize,
    post: String,
    comment: String,
    report: String,
}

impl<'a> Scene<'a> {
    /// The scene of this number in a world.
    pub async fn new(world: &'a World, number: usize) -> Self {
        let owner = world.user(&format!("owner_{number}")).await;
        let post = world.a_post(&owner, "hello #rust").await;
        let comment = world.a_comment(&owner, &post, None).await;
        let reported = world.user(&format!("reported_{number}")).await;
        let report = json!({"userId": reported.id, "reason": "spam"});
        let report = world.post("/v1/reports", &report).by(&owner).send().await;
        Self {
            world,
            owner,
            number,
            post,
            comment,
            report: report.expect(201).text("/id"),
        }
    }

    /// A name that nobody else has.
    pub fn name(&self, who: &str) -> String {
        format!("{who}_{}", self.number)
    }

    /// What the parameter of a path stands for here, by the part before it.
    fn subject(&self, collection: &str) -> Option<String> {
        Some(match collection {
            "posts" => self.post.clone(),
            "comments" => self.comment.clone(),
            "users" => self.owner.id.clone(),
            "reports" => self.report.clone(),
            "hashtags" => "rust".to_owned(),
            "by-handle" => self.name("owner"),
            "sessions" => self.owner.token.split('.').nth(1)?.to_owned(),
            _ => return None,
        })
    }

    /// The path of an operation, on what the owner has.
    fn path(&self, operation: &Operation) -> String {
        let mut path = String::new();
        let mut collection = "";
        for part in operation.path.split('/').skip(1) {
            path.push('/');
            if part.starts_with('{') {
                let Some(subject) = self.subject(collection) else {
                    panic!(
                        "{operation}: say in crates/http/tests/authorisation/scene.rs (`subject`) \
                         which {part} of {collection:?} belongs to the owner"
                    );
                };
                path.push_str(&subject);
            } else {
                path.push_str(part);
            }
            collection = part;
        }
        path
    }

    /// What `{name}`s in a body stand for.
    fn fill(&self, body: &str) -> String {
        body.replace("{owner}", &self.owner.id)
            .replace("{handle}", &self.name("owner"))
            .replace("{fresh}", &self.name("fresh"))
            .replace("{post}", &self.post)
            .replace("{comment}", &self.comment)
            .replace("{refreshToken}", &self.owner.refresh_token)
    }

    /// What the operation answers to a caller.
    pub async fn call(&self, operation: &Operation, row: &Row<'_>, caller: Caller) -> Reply {
        let user = caller.arrive(self).await;
        let path = self.path(operation) + row.query;
        let mut call = self.world.call(&operation.method, &path);
        if let Some(user) = &user {
            call = call.by(user);
        }
        let body = row.body.map(|body| self.fill(body));
        let body = body.or_else(|| operation.example().map(|example| example.to_string()));
        if let Some(body) = body {
            call = call.header("content-type", "application/json").raw(body);
        }
        call.send().await
    }
}
