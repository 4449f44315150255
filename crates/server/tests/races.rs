//! Two who edit one post at the same time.

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::support::{Answer, Client, Server};

const ROUNDS: usize = 15;

#[test]
fn of_two_editors_on_sqlite_one_wins_and_the_history_holds_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on_sqlite(folder.path());
    let ada = server.client().register("ada").client;
    one_of_two_editors_wins([&ada, &ada]);
}

/// Lets two edit one post from the same version, by these two ways, again and again: one gets 200, the
/// other 412, and once he has looked at what the first said, his edit comes after it.
pub fn one_of_two_editors_wins(ways: [&Client; 2]) {
    let path = format!("/v1/posts/{}", ways[0].publish("as it was"));
    let mut said = vec!["as it was".to_owned()];
    for round in 0..ROUNDS {
        let tags = ways.map(|way| tag(&way.get(&path)));
        let bodies = [0, 1].map(|editor| format!("round {round}, editor {editor}"));
        let start = Barrier::new(2);
        let answers = std::thread::scope(|scope| {
            [0, 1]
                .map(|editor| {
                    let (start, path, bodies, tags) = (&start, &path, &bodies, &tags);
                    scope.spawn(move || {
                        start.wait();
                        edit(ways[editor], path, &bodies[editor], &tags[editor])
                    })
                })
                .map(|editor| editor.join().expect("an answer"))
        });
        let winner = match answers.each_ref().map(|answer| answer.status) {
            [200, 412] => 0,
            [412, 200] => 1,
            _ => panic!("round {round}: {answers:?}"),
        };
        let (won, lost) = (&answers[winner], &answers[1 - winner]);
        assert_eq!(lost.json()["code"], "precondition_failed", "{lost:?}");
        said.push(bodies[winner].clone());

        // By the way of the other, so that what one replica has written is what the other one reads.
        let now = ways[1 - winner].get(&path);
        assert_eq!(now.json()["body"], json!(bodies[winner]));
        assert_eq!(tag(&now), tag(won));
        let again = edit(
            ways[1 - winner],
            &path,
            &bodies[1 - winner],
            // As a proxy that compresses hands it on.
            &format!("W/{}", tag(&now)),
        );
        assert_eq!(again.status, 200, "{again:?}");
        said.push(bodies[1 - winner].clone());
    }

    said.reverse();
    for way in ways {
        let edits = way.every(&format!("{path}/edits"));
        let text = |edit: &Value| edit["body"].as_str().expect("a text").to_owned();
        assert_eq!(edits.iter().map(text).collect::<Vec<_>>(), said);
        let versions: Vec<_> = edits.iter().map(|edit| edit["version"].as_u64()).collect();
        let expected: Vec<_> = (1..=said.len() as u64).rev().map(Some).collect();
        assert_eq!(versions, expected);
    }
}

fn edit(way: &Client, path: &str, body: &str, tag: &str) -> Answer {
    let body = json!({ "body": body });
    let answer = way.send_with("PATCH", path, Some(&body), &[("If-Match", tag)]);
    answer.expect("an answer")
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").expect("a tag").to_owned()
}
