//! Somebody who writes, and remembers what he was told.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::load::Counts;
use crate::support::{Client, PATIENCE};

/// How long one who got no good answer waits before he sends the same again, with the same key.
const PAUSE: Duration = Duration::from_millis(100);

/// Somebody who writes.
pub struct Writer {
    client: Client,
    handle: String,
    /// Whether he edits his first post, too.
    pub edits: bool,
    sent: usize,
    failed: Vec<String>,
    /// Ids and bodies, as acknowledged.
    posts: Vec<(String, String)>,
    comments: Vec<(String, String)>,
    edited: Vec<String>,
    /// Edits that were not acknowledged: they may be there or not.
    doubtful: Vec<String>,
}

impl Writer {
    pub fn register(at: &Client, handle: &str) -> Self {
        Self {
            client: at.register(handle).client,
            handle: handle.to_owned(),
            edits: false,
            sent: 0,
            failed: Vec::new(),
            posts: Vec::new(),
            comments: Vec::new(),
            edited: Vec::new(),
            doubtful: Vec::new(),
        }
    }

    /// Requests so far.
    pub fn sent(&self) -> usize {
        self.sent
    }

    /// Reads the feed, publishes, comments on somebody's post, reads his own, perhaps edits.
    pub fn round(&mut self, round: usize) {
        let name = format!("{} {round}", self.handle);
        let body = json!({ "body": name });
        let feed = self.ask("GET", "/v1/posts?limit=20", None, None);
        let post = self.create("/v1/posts", &body, &format!("post {round}"));
        self.posts.push((post.clone(), name.clone()));
        let oldest = feed.and_then(|feed| {
            let posts = feed["data"].as_array()?;
            posts.last()?["id"].as_str().map(str::to_owned)
        });
        let comments = format!("/v1/posts/{}/comments", oldest.unwrap_or(post.clone()));
        let comment = self.create(&comments, &body, &format!("comment {round}"));
        self.comments.push((comment, name.clone()));
        self.ask("GET", &format!("/v1/posts/{post}"), None, None);
        if self.edits {
            let path = format!("/v1/posts/{}", self.posts[0].0);
            let said = format!("{name}, edited");
            let answer = self.ask("PATCH", &path, Some(&json!({ "body": said })), None);
            let known = if answer.is_some() {
                &mut self.edited
            } else {
                &mut self.doubtful
            };
            known.push(said);
        }
    }

    /// Sends it, with the same key again and again, until it is acknowledged; gives the id.
    fn create(&mut self, path: &str, body: &Value, key: &str) -> String {
        let tries = PATIENCE.as_millis() / PAUSE.as_millis();
        for _ in 0..tries {
            if let Some(made) = self.ask("POST", path, Some(body), Some(key)) {
                return made["id"].as_str().expect("an id").to_owned();
            }
            std::thread::sleep(PAUSE);
        }
        panic!("{key} was never acknowledged: {:?}", self.failed.last());
    }

    /// Sends one request; notes it when the answer is not 2xx.
    fn ask(
        &mut self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> Option<Value> {
        self.sent += 1;
        let told = match self.client.send(method, path, body, key) {
            Ok(answer) if (200..300).contains(&answer.status) => return Some(answer.json()),
            Ok(answer) => format!("{} {}", answer.status, answer.text),
            Err(error) => error.to_string(),
        };
        self.failed.push(format!("{method} {path}: {told}"));
        None
    }

    /// Looks for what was acknowledged. Every creation was, in the end, so there is nothing else.
    pub fn verify(&self, reader: &Client, counts: &mut Counts) {
        counts.sent += self.sent;
        counts.failed.extend_from_slice(&self.failed);
        counts.acknowledged += self.posts.len() + self.comments.len() + self.edited.len();
        let id = reader
            .get(&format!("/v1/users/by-handle/{}", self.handle))
            .id();
        let lost = &mut counts.lost;

        let (first, others) = self.posts.split_first().expect("a post");
        let first_now = reader.get(&format!("/v1/posts/{}", first.0)).json();
        let first_now = (
            first.0.clone(),
            first_now["body"].as_str().unwrap_or_default().to_owned(),
        );
        let expected = others.iter().chain([&first_now]);
        compare(
            expected,
            &reader.every(&format!("/v1/users/{id}/posts")),
            "post",
            lost,
        );
        let comments = reader.every(&format!("/v1/users/{id}/comments"));
        compare(&self.comments, &comments, "comment", lost);

        let versions = reader.every(&format!("/v1/posts/{}/edits", first.0));
        let times = |said: &str| {
            versions
                .iter()
                .filter(|version| version["body"] == said)
                .count()
        };
        let once = self.edited.iter().chain([&first.1]);
        lost.extend(
            once.filter(|said| times(said) != 1)
                .map(|said| format!("edit {said}")),
        );
        let doubled = self.doubtful.iter().filter(|said| times(said) > 1);
        lost.extend(doubled.map(|said| format!("edit {said}")));
    }
}

/// Notes every expected row that is not there exactly once, and every row that is not expected.
pub fn compare<'a>(
    expected: impl IntoIterator<Item = &'a (String, String)>,
    rows: &[Value],
    what: &str,
    lost: &mut Vec<String>,
) {
    let mut times: HashMap<(String, String), usize> = HashMap::new();
    for row in rows {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        *times.entry((text("id"), text("body"))).or_default() += 1;
    }
    for wanted in expected {
        if times.remove(wanted) != Some(1) {
            lost.push(format!("{what} {wanted:?}"));
        }
    }
    lost.extend(times.keys().map(|row| format!("unexpected {what} {row:?}")));
}
