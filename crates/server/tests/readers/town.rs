//! Alice, who has posts, and Bob, who follows her, comments on them and likes them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Client, Server, eventually};

/// Two users and what they did.
pub struct Town {
    alice: Client,
    bob: Client,
    /// Alice's posts that Bob has commented on, by the comment.
    pub comments: Vec<(String, String)>,
}

impl Town {
    pub fn founded(at: &Server) -> Self {
        let alice = at.client().register("alice");
        let bob = at.client().register("bob").client;
        let path = format!("/v1/users/{}/follow", alice.client.get("/v1/me").id());
        done(&bob, "PUT", &path);
        Self {
            alice: alice.client,
            bob,
            comments: Vec::new(),
        }
    }

    /// How many notifications Alice gets: two of each post, and that she is followed.
    pub fn expected(&self) -> u64 {
        2 * self.comments.len() as u64 + 1
    }

    /// Bob comments on that many new posts of Alice and likes them, reposts them and thinks better
    /// of it, and is acknowledged.
    pub fn comment(&mut self, at: &Server, times: usize) {
        let (alice, bob) = (self.alice.at(&at.url), self.bob.at(&at.url));
        for _ in 0..times {
            let post = alice.post("/v1/posts", &json!({ "body": "a post" }));
            let post = post.json()["id"].as_str().expect("an id").to_owned();
            let path = format!("/v1/posts/{post}/comments");
            let own = alice.post(&path, &json!({ "body": "I add this" }));
            assert_eq!(own.status, 201, "{own:?}");
            let comment = bob.post(&path, &json!({ "body": "well said" }));
            assert_eq!(comment.status, 201, "{comment:?}");
            done(&bob, "PUT", &format!("/v1/posts/{post}/like"));
            for method in ["PUT", "DELETE"] {
                done(&bob, method, &format!("/v1/posts/{post}/repost"));
            }
            let comment = comment.json()["id"].as_str().expect("an id").to_owned();
            self.comments.push((comment, post));
        }
    }

    /// How many notifications Alice has not read.
    pub fn unread(&self, at: &Server) -> u64 {
        let count = self.alice.at(&at.url).get("/v1/notifications/unread-count");
        count.json()["count"].as_u64().expect("a count")
    }

    /// Waits until Alice was told of everything, and makes sure that she was told of each once and
    /// of nothing else.
    pub fn assert_all_told(&self, at: &Server) {
        // A repost is there for a moment.
        let expected = self.expected();
        eventually("the notifications", || {
            (self.unread(at) == expected).then_some(())
        });
        let rows = self.alice.at(&at.url).every("/v1/notifications");
        let told: Vec<_> = rows
            .iter()
            .map(|row| ["type", "commentId", "postId"].map(|name| text(row, name)))
            .collect();
        let distinct: BTreeSet<_> = told.iter().cloned().collect();
        assert_eq!(distinct.len(), told.len(), "doubled: {rows:#?}");
        let mut wanted = BTreeSet::from([["follow", "", ""].map(str::to_owned)]);
        for (comment, post) in &self.comments {
            wanted.insert(["comment", comment, post].map(str::to_owned));
            wanted.insert(["like", "", post].map(str::to_owned));
        }
        assert_eq!(distinct, wanted);
        for row in &rows {
            assert_eq!(row["actorCount"], 1, "{row:#}");
        }
        assert_eq!(self.unread(at), expected);
        let to_bob = self.bob.at(&at.url).every("/v1/notifications");
        assert_eq!(to_bob, Vec::<Value>::new());
    }
}

/// Has it done, and is acknowledged.
fn done(by: &Client, method: &str, path: &str) {
    let answer = by.send(method, path, None, None).expect("an answer");
    assert_eq!(answer.status, 204, "{answer:?}");
}

fn text(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}
