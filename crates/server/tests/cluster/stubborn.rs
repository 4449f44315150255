//! Somebody who sends everything several times, everywhere at once.

use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::load::Watch;
use super::writer::compare;
use crate::support::{Answer, Client, LocalCluster, eventually};

/// Requests of each writer at most, whatever happens.
const ROUNDS: usize = 60;
/// How long he rests between two at most.
const PAUSE_MILLIS: u64 = 2_500;

/// Somebody who sends each request one to five times, half of them at the same time as the others.
pub struct Stubborn {
    handle: String,
    /// At Nginx and at both replicas.
    ways: [Client; 3],
    chance: ChaCha8Rng,
    asked: Vec<Asked>,
    sent: usize,
    replayed: usize,
    failed: Vec<String>,
    wrong: Vec<String>,
}

/// One request under one key.
struct Asked {
    key: String,
    path: String,
    body: Value,
    /// Its first answer, as far as answers must be alike.
    told: Option<Told>,
}

/// What all answers to one key have in common.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Told {
    text: String,
    location: Option<String>,
    tag: Option<String>,
}

/// What came of it all.
#[derive(Debug, Default)]
pub struct Counts {
    pub keys: usize,
    pub sent: usize,
    pub replayed: usize,
    /// Connections that broke, and answers that ask to come again.
    pub failed: usize,
    /// Keys whose write nobody had acknowledged before the replicas had come back for good.
    pub doubtful: usize,
    /// Answers that must not be.
    pub wrong: Vec<String>,
}

impl Counts {
    /// One line for a report.
    pub fn line(&self) -> String {
        format!(
            "{} keys, {} requests sent, {} replayed, {} failed, {} keys without an answer at first, {} wrong answers",
            self.keys,
            self.sent,
            self.replayed,
            self.failed,
            self.doubtful,
            self.wrong.len()
        )
    }
}

impl Stubborn {
    /// So many of them, of whom each takes other chances.
    pub fn register(cluster: &LocalCluster, count: usize, seed: u64) -> Vec<Self> {
        let numbers: Vec<_> = (0..count).collect();
        let newcomer = |number: &usize| {
            let handle = format!("stubborn{number}");
            let account = cluster.client("url").register(&handle).client;
            let ways = ["url", "replica1", "replica2"];
            Self {
                handle,
                ways: ways.map(|name| account.at(&cluster.told()[name])),
                chance: ChaCha8Rng::seed_from_u64(seed * 1_000 + *number as u64),
                asked: Vec::new(),
                sent: 0,
                replayed: 0,
                failed: Vec::new(),
                wrong: Vec::new(),
            }
        };
        // As many at a time as there is somebody to hash passwords.
        std::thread::scope(|scope| {
            let chunks = numbers.chunks(count.div_ceil(4));
            let threads: Vec<_> = chunks
                .map(|chunk| scope.spawn(move || chunk.iter().map(newcomer).collect::<Vec<_>>()))
                .collect();
            let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
            joined.flat_map(|done| done.expect("accounts")).collect()
        })
    }

    /// Writes until it is over.
    pub fn work(&mut self, watch: &Watch) {
        for round in 0..ROUNDS {
            if watch.is_over() {
                return;
            }
            let before = self.sent;
            self.write(round);
            watch.count(self.sent - before);
            let pause = self.chance.random_range(0..PAUSE_MILLIS);
            std::thread::sleep(Duration::from_millis(pause));
        }
    }

    /// Sends one new request, again and again.
    fn write(&mut self, round: usize) {
        let name = format!("{} {round}", self.handle);
        let posts = self.asked.iter().filter(|asked| asked.path == "/v1/posts");
        let commented = posts.filter_map(|asked| asked.told.as_ref()).next_back();
        let path = match commented {
            Some(post) if round % 2 == 1 => format!("/v1/posts/{}/comments", post.id()),
            _ => "/v1/posts".to_owned(),
        };
        let mut asked = Asked {
            key: format!("key {round}"),
            path,
            body: json!({ "body": name }),
            told: None,
        };
        let times = self.chance.random_range(1..=5);
        let ways: Vec<_> = (0..times)
            .map(|_| self.ways[self.chance.random_range(0..3)].clone())
            .collect();
        let (here, there) = ways.split_at(times / 2);
        let answers = std::thread::scope(|scope| {
            let lanes = [here, there].map(|lane| {
                let asked = &asked;
                scope.spawn(move || lane.iter().map(|way| asked.send(way)).collect::<Vec<_>>())
            });
            lanes.map(|lane| lane.join().expect("answers")).concat()
        });
        for answer in answers {
            self.note(&mut asked, answer);
        }
        self.asked.push(asked);
    }

    /// Holds an answer against the earlier ones.
    fn note(&mut self, asked: &mut Asked, answer: Heard) {
        self.sent += 1;
        match answer {
            Heard::Told { told, replayed } => {
                self.replayed += usize::from(replayed);
                match &asked.told {
                    None => asked.told = Some(told),
                    Some(first) if *first == told => {}
                    Some(first) => self.wrong.push(format!(
                        "{} {}: {told:?}, earlier {first:?}",
                        self.handle, asked.key
                    )),
                }
            }
            Heard::ComeAgain(why) => self.failed.push(why),
            Heard::Wrong(what) => self
                .wrong
                .push(format!("{} {}: {what}", self.handle, asked.key)),
        }
    }

    /// Sends everything once more to both replicas, now that both live.
    pub fn ask_again(&mut self, counts: &mut Counts) {
        let mut all = std::mem::take(&mut self.asked);
        counts.keys += all.len();
        counts.doubtful += all.iter().filter(|asked| asked.told.is_none()).count();
        for asked in &mut all {
            for way in [1, 2] {
                let way = self.ways[way].clone();
                let answer = eventually("an answer", || match asked.send(&way) {
                    Heard::ComeAgain(_) => None,
                    heard => Some(heard),
                });
                self.note(asked, answer);
            }
        }
        self.asked = all;
        counts.sent += self.sent;
        counts.replayed += self.replayed;
        counts.failed += self.failed.len();
        counts.wrong.append(&mut self.wrong);
    }

    /// What is not there exactly once of all that was acknowledged, and what is there beside it.
    pub fn lost(&self, reader: &Client) -> Vec<String> {
        let mut lost = Vec::new();
        let by_handle = format!("/v1/users/by-handle/{}", self.handle);
        let id = reader.get(&by_handle).id();
        for (list, wanted) in [("posts", true), ("comments", false)] {
            let asked = self.asked.iter();
            let expected: Vec<_> = asked
                .filter(|asked| (asked.path == "/v1/posts") == wanted)
                .map(|asked| {
                    let told = asked.told.as_ref().expect("an answer, in the end");
                    let body = asked.body["body"].as_str().expect("a text");
                    (told.id(), body.to_owned())
                })
                .collect();
            let rows = reader.every(&format!("/v1/users/{id}/{list}"));
            compare(&expected, &rows, list, &mut lost);
        }
        lost
    }
}

/// What one sending gave.
#[derive(Clone)]
enum Heard {
    Told { told: Told, replayed: bool },
    ComeAgain(String),
    Wrong(String),
}

impl Asked {
    fn send(&self, way: &Client) -> Heard {
        match way.send("POST", &self.path, Some(&self.body), Some(&self.key)) {
            Ok(answer) if answer.status == 201 => Heard::Told {
                replayed: answer.header("idempotency-replayed") == Some("true"),
                told: Told::of(&answer),
            },
            Ok(answer) => {
                let what = format!("{} {}", answer.status, answer.text);
                let in_flight = answer.status == 409 && answer.text.contains("_in_flight");
                if in_flight || matches!(answer.status, 502..=504) {
                    Heard::ComeAgain(what)
                } else {
                    Heard::Wrong(what)
                }
            }
            Err(error) => Heard::ComeAgain(error.to_string()),
        }
    }
}

impl Told {
    fn of(answer: &Answer) -> Self {
        let header = |name: &str| answer.header(name).map(str::to_owned);
        Self {
            text: answer.text.clone(),
            location: header("location"),
            // Nginx says of what it compresses that it is the same only in meaning (RFC 9110, 8.8.1).
            tag: header("etag").map(|tag| tag.trim_start_matches("W/").to_owned()),
        }
    }

    fn id(&self) -> String {
        let made: Value = serde_json::from_str(&self.text).expect("JSON");
        made["id"].as_str().expect("an id").to_owned()
    }
}
