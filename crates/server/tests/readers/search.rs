//! The process ends between every two durable steps of the reader that keeps what posts are found
//! by; afterwards each is found by what it says, once, and nothing else is.

use std::collections::BTreeSet;

use serde_json::json;

use super::killed::{self, Deeds};
use super::place::Place;
use crate::support::{Client, Server, eventually};

/// What somebody publishes, changes and takes back.
struct Shelf {
    author: Client,
    /// What is there and speaks of swifts.
    swifts: BTreeSet<String>,
    /// How often was searched: each search differs, or what was found before would be shown again.
    searches: u32,
}

impl Deeds for Shelf {
    const READER: &str = "search";

    fn founded(at: &Server) -> Self {
        Self {
            author: at.client().register("author").client,
            swifts: BTreeSet::new(),
            searches: 0,
        }
    }

    /// One post more speaks of swifts, one does after an edit, one does no longer, one is deleted.
    fn go_on(&mut self, at: &Server) {
        let author = self.author.at(&at.url);
        let stays = author.publish("a swift");
        let becomes = author.publish("a heron");
        let edit = |post: &str, body: &str| {
            let path = format!("/v1/posts/{post}");
            let edited = author.send("PATCH", &path, Some(&json!({ "body": body })), None);
            assert_eq!(edited.expect("an answer").status, 200);
        };
        edit(&becomes, "not a heron, a swift");
        edit(&author.publish("another swift"), "another heron");
        let gone = format!("/v1/posts/{}", author.publish("the last swift"));
        let deleted = author.send("DELETE", &gone, None, None);
        assert_eq!(deleted.expect("an answer").status, 204);
        self.swifts.extend([stays, becomes]);
    }

    fn assert_kept(&mut self, at: &Server) {
        let author = self.author.at(&at.url);
        eventually("what speaks of swifts", || {
            self.searches += 1;
            let until = format!("{}-01-01T00:00:00Z", 2100 + self.searches);
            let path = format!("/v1/search?q=swift&limit=100&until={until}");
            let page = author.get(&path).json();
            let rows = page["data"].as_array()?;
            let ids = rows
                .iter()
                .map(|row| row["id"].as_str().unwrap_or_default());
            let found: BTreeSet<_> = ids.map(str::to_owned).collect();
            (rows.len() == found.len() && found == self.swifts).then_some(())
        });
    }
}

#[test]
fn on_sqlite_what_is_found_survives_while_reading() {
    killed::while_reading::<Shelf>(&Place::sqlite());
}

#[test]
fn on_postgres_what_is_found_survives_while_reading() {
    killed::while_reading::<Shelf>(&Place::postgres());
}

#[test]
fn on_sqlite_what_is_found_survives_while_beginning() {
    killed::while_beginning::<Shelf>(Place::sqlite);
}

#[test]
fn on_postgres_what_is_found_survives_while_beginning() {
    killed::while_beginning::<Shelf>(Place::postgres);
}
