//! People, what they do, and what lists are read.

use serde_json::{Value, json};
use thoughts_domain::accounts::Role;
use thoughts_testing::limits::only;
use thoughts_use_cases::limits::budgets;

use super::ROWS;
use crate::support::{User, World, world};

/// A service with people in it.
pub struct Town {
    pub world: World,
    me: User,
    others: Vec<User>,
    /// My post whose comments and edits are walked, and my comment whose replies are.
    post: String,
    comment: String,
    /// What comes and goes, with its author.
    posts: Vec<(User, String)>,
    comments: Vec<(User, String)>,
    count: usize,
}

impl Town {
    pub async fn found() -> Self {
        let world = world();
        for budget in [
            &budgets::REQUESTS_PER_USER,
            &budgets::WRITES,
            &budgets::LOGINS_PER_ADDRESS,
            &budgets::REPORTS,
        ] {
            world.limiter.tune(only(budget, 1_000_000));
        }
        let me = world.user("myself").await;
        world.promote(&me, Role::Moderator).await;
        let post = world.a_post(&me, "the post in #town").await;
        let comment = world.a_comment(&me, &post, None).await;
        let mut town = Self {
            world,
            me,
            others: Vec::new(),
            post,
            comment,
            posts: Vec::new(),
            comments: Vec::new(),
            count: 0,
        };
        for number in 0..3 * ROWS {
            let other = town.world.user(&format!("other_{number}")).await;
            town.others.push(other);
        }
        town.fill().await;
        town
    }

    /// Adds to every list.
    pub async fn fill(&mut self) {
        // Through a block nobody does anything.
        for other in &self.others[..ROWS] {
            let block = format!("/v1/users/{}/block", other.id);
            self.call("DELETE", &block, &self.me, None).await;
        }
        for kind in 0..ADDING {
            for who in 0..ROWS {
                self.happen((kind, who)).await;
            }
        }
    }

    async fn call(
        &self,
        method: &str,
        path: &str,
        by: &User,
        body: Option<Value>,
    ) -> Option<Value> {
        let call = match body {
            Some(body) => {
                let call = self.world.call(method, path);
                let call = call.header("content-type", "application/json");
                call.raw(body.to_string())
            }
            None => self.world.call(method, path),
        };
        let reply = call.by(by).send().await;
        let status = reply.status.as_u16();
        assert!(status < 429, "{method} {path}: {status}");
        serde_json::from_slice(&reply.body)
            .ok()
            .filter(|_| status < 300)
    }

    /// One thing that somebody does, of one of [`KINDS`]; whether it may, the service decides.
    pub async fn happen(&mut self, (kind, number): (usize, usize)) {
        self.count += 1;
        let (count, me) = (self.count, self.me.clone());
        let other = self.others[number % self.others.len()].clone();
        let user = format!("/v1/users/{}", other.id);
        let comments = format!("/v1/posts/{}/comments", self.post);
        match kind {
            0 => {
                let author = if number % 3 == 0 { &me } else { &other };
                let body =
                    json!({"body": format!("post {count} in #town #town{count} for @myself")});
                let made = self.call("POST", "/v1/posts", author, Some(body)).await;
                self.posts.extend(named(author, made));
            }
            1 => {
                let author = if number % 3 == 0 { &me } else { &other };
                let body = json!({"body": "for @myself"});
                let made = self.call("POST", &comments, author, Some(body)).await;
                self.comments.extend(named(author, made));
            }
            2 => {
                let author = if number % 3 == 0 { &me } else { &other };
                let body = json!({"body": "an answer", "parentId": self.comment});
                let made = self.call("POST", &comments, author, Some(body)).await;
                self.comments.extend(named(author, made));
            }
            3 => {
                let path = format!("/v1/posts/{}", self.post);
                let body = json!({"body": format!("edit {count} in #town")});
                self.call("PATCH", &path, &me, Some(body)).await;
            }
            4 => {
                self.call("PUT", &format!("{user}/follow"), &me, None).await;
                let mine = format!("/v1/users/{}/follow", me.id);
                self.call("PUT", &mine, &other, None).await;
            }
            5 => {
                // Others than those who follow and are followed above.
                let enemy = &self.others[(ROWS + number) % self.others.len()];
                let user = format!("/v1/users/{}", enemy.id);
                // Through a block nobody is muted.
                self.call("PUT", &format!("{user}/mute"), &me, None).await;
                self.call("PUT", &format!("{user}/block"), &me, None).await;
            }
            6 => {
                let login = json!({"login": "myself", "password": "correct horse"});
                self.call("POST", "/v1/auth/login", &me, Some(login)).await;
            }
            7 => {
                let suspect = &self.others[(2 * ROWS + number) % self.others.len()];
                let path = format!("/v1/moderation/users/{}/suspended", suspect.id);
                self.call("PUT", &path, &me, None).await;
                self.call("DELETE", &path, &me, None).await;
                for who in [suspect, &other] {
                    self.report(who, &me, count % 2 == 0).await;
                }
            }
            8 => {
                for reaction in ["like", "repost"] {
                    let path = format!("/v1/posts/{}/{reaction}", self.post);
                    self.call("PUT", &path, &other, None).await;
                }
                let (_, kept) = &self.posts[number % self.posts.len()];
                let path = format!("/v1/posts/{kept}/bookmark");
                self.call("PUT", &path, &me, None).await;
                let fan = &self.others[(number + 1) % self.others.len()];
                let path = format!("/v1/posts/{kept}/like");
                self.call("PUT", &path, fan, None).await;
                let quote = json!({"body": "in #town", "quotedPostId": self.post});
                let made = self.call("POST", "/v1/posts", &other, Some(quote)).await;
                self.posts.extend(named(&other, made));
            }
            _ => self.undo(kind, number, &other, &me).await,
        }
        self.world.catch_up().await;
    }

    /// Somebody reports me, and I resolve it or leave it open.
    async fn report(&self, by: &User, me: &User, settled: bool) {
        let report = json!({"userId": me.id, "reason": "other"});
        let filed = self.call("POST", "/v1/reports", by, Some(report)).await;
        let id = filed.and_then(|filed| Some(filed["id"].as_str()?.to_owned()));
        if let Some(id) = id.filter(|_| settled) {
            let path = format!("/v1/moderation/reports/{id}/resolve");
            self.call("POST", &path, me, None).await;
        }
    }

    /// The kinds that take something away.
    async fn undo(&mut self, kind: usize, number: usize, other: &User, me: &User) {
        match kind {
            9 if self.posts.len() > ROWS => {
                let (author, id) = self.posts.remove(number % self.posts.len());
                let path = format!("/v1/posts/{id}");
                self.call("DELETE", &path, &author, None).await;
            }
            10 if self.comments.len() > ROWS => {
                let (author, id) = self.comments.remove(number % self.comments.len());
                let path = format!("/v1/comments/{id}");
                self.call("DELETE", &path, &author, None).await;
            }
            11 => {
                for relation in ["follow", "block", "mute"] {
                    let path = format!("/v1/users/{}/{relation}", other.id);
                    self.call("DELETE", &path, me, None).await;
                }
            }
            12 => {
                for reaction in ["like", "repost"] {
                    let path = format!("/v1/posts/{}/{reaction}", self.post);
                    self.call("DELETE", &path, other, None).await;
                }
                let (_, kept) = &self.posts[number % self.posts.len()];
                let path = format!("/v1/posts/{kept}/bookmark");
                self.call("DELETE", &path, me, None).await;
            }
            _ => {}
        }
    }

    /// Where a list of the document is read here: with every filter and order that it has.
    pub fn addresses(&self, template: &str) -> Vec<String> {
        let (me, post, comment) = (&self.me.id, &self.post, &self.comment);
        let read = |path: &str| vec![path.replace("{id}", me)];
        match template {
            "/v1/users"
            | "/v1/auth/sessions"
            | "/v1/feed"
            | "/v1/me/blocks"
            | "/v1/me/bookmarks"
            | "/v1/me/mutes"
            | "/v1/moderation/log"
            | "/v1/notifications"
            | "/v1/trending/posts"
            | "/v1/trending/hashtags"
            | "/v1/users/{id}/posts"
            | "/v1/users/{id}/comments"
            | "/v1/users/{id}/followers"
            | "/v1/users/{id}/following" => read(template),
            "/v1/moderation/reports" => ["open", "resolved"]
                .map(|state| format!("{template}?state={state}"))
                .to_vec(),
            "/v1/posts" => vec![
                template.to_owned(),
                format!("{template}?author={me}"),
                format!("{template}?hashtag=town"),
            ],
            "/v1/hashtags/{tag}/posts" => vec![template.replace("{tag}", "town")],
            "/v1/posts/{id}/edits"
            | "/v1/posts/{id}/likes"
            | "/v1/posts/{id}/quotes"
            | "/v1/posts/{id}/reposts" => {
                vec![template.replace("{id}", post)]
            }
            "/v1/posts/{id}/comments" => ["oldest", "newest", "top"]
                .map(|order| format!("/v1/posts/{post}/comments?sort={order}"))
                .to_vec(),
            "/v1/comments/{id}/replies" => vec![format!("/v1/comments/{comment}/replies")],
            "/v1/search" => ["q=town", "q=other&type=users", "q=town&type=hashtags"]
                .map(|query| format!("{template}?{query}"))
                .to_vec(),
            _ => panic!("{template}: say here where it is read, and in `happen` how it is filled"),
        }
    }

    pub async fn page(&self, list: &str, limit: usize, cursor: Option<&str>) -> Page {
        let sign = if list.contains('?') { '&' } else { '?' };
        let cursor = cursor.map_or(String::new(), |cursor| format!("&cursor={cursor}"));
        let path = format!("{list}{sign}limit={limit}{cursor}");
        let reply = self.world.get(&path).by(&self.me).send().await.expect(200);
        let body = reply.json();
        let rows = body["data"].as_array().expect("rows").iter();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let name = |row: &Value| {
            let id = text(&row["id"]).or_else(|| text(&row["name"]));
            id.unwrap_or_else(|| row["version"].to_string())
        };
        Page {
            rows: rows.map(name).collect(),
            next: text(&body["page"]["nextCursor"]),
            prev: text(&body["page"]["prevCursor"]),
        }
    }

    /// The whole list at this moment.
    pub async fn whole(&self, list: &str) -> Vec<String> {
        let mut page = self.page(list, 100, None).await;
        let mut rows = page.rows;
        while let Some(next) = page.next {
            page = self.page(list, 100, Some(&next)).await;
            rows.extend(page.rows);
        }
        rows
    }
}

/// The kinds of what happens: those that add, then those that take away.
pub const KINDS: usize = 13;
/// Those that add.
const ADDING: usize = 9;

pub struct Page {
    pub rows: Vec<String>,
    pub next: Option<String>,
    pub prev: Option<String>,
}

fn named(author: &User, made: Option<Value>) -> Option<(User, String)> {
    let id = made?["id"].as_str()?.to_owned();
    Some((author.clone(), id))
}
