//! The process ends between every two durable steps of the reader that keeps what moves; afterwards
//! nothing is missing and nothing counts twice.

use serde_json::json;

use super::killed::{self, Deeds};
use super::place::Place;
use crate::support::{Client, Server, eventually};

/// An author, and those who like what she writes.
struct Crowd {
    author: Client,
    fans: Vec<Client>,
    /// Posts with one like more each.
    posts: Vec<String>,
}

impl Deeds for Crowd {
    const READER: &str = "trending";

    fn founded(at: &Server) -> Self {
        let client = |handle: &str| at.client().register(handle).client;
        Self {
            author: client("author"),
            fans: ["ann", "ben", "cid", "dot", "eve"].map(client).into(),
            posts: Vec::new(),
        }
    }

    /// Another post, with one like more than the last; one of them is given twice.
    fn go_on(&mut self, at: &Server) {
        let body = json!({ "body": format!("#tag{} #all", self.posts.len()) });
        let post = self.author.at(&at.url).post("/v1/posts", &body);
        let post = post.json()["id"].as_str().expect("an id").to_owned();
        let path = format!("/v1/posts/{post}/like");
        for (number, fan) in self.fans.iter().take(self.posts.len() + 1).enumerate() {
            let fan = fan.at(&at.url);
            let again = if number == 0 {
                &["PUT", "DELETE", "PUT"][..]
            } else {
                &["PUT"][..]
            };
            for method in again {
                let done = fan.send(method, &path, None, None).expect("an answer");
                assert_eq!(done.status, 204, "{done:?}");
            }
        }
        self.posts.push(post);
    }

    /// Waits until what moves is what was liked, the most liked first: one like more than once
    /// would be two places higher at once.
    fn assert_kept(&mut self, at: &Server) {
        let expected: Vec<_> = self.posts.iter().rev().cloned().collect();
        eventually("the posts that move", || {
            let rows = self.author.at(&at.url).every("/v1/trending/posts");
            let ids = rows
                .iter()
                .map(|row| row["id"].as_str().unwrap_or_default().to_owned());
            (ids.collect::<Vec<_>>() == expected).then_some(())
        });
        let tags = self.posts.len() + 1;
        eventually("the hashtags that move", || {
            let path = "/v1/trending/hashtags?limit=100";
            let rows = self.author.at(&at.url).get(path).json();
            (rows["data"].as_array().map(Vec::len) == Some(tags)).then_some(())
        });
    }
}

#[test]
fn on_sqlite_what_moves_survives_while_reading() {
    killed::while_reading::<Crowd>(&Place::sqlite());
}

#[test]
fn on_postgres_what_moves_survives_while_reading() {
    killed::while_reading::<Crowd>(&Place::postgres());
}

#[test]
fn on_sqlite_what_moves_survives_while_beginning() {
    killed::while_beginning::<Crowd>(Place::sqlite);
}

#[test]
fn on_postgres_what_moves_survives_while_beginning() {
    killed::while_beginning::<Crowd>(Place::postgres);
}
