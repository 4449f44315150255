//! Roles and suspensions, by the program beside running servers, and between them.

use serde_json::json;

use crate::support::{Account, Client, PostgresDatabase, Program, Server, eventually};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A place to run servers and commands in.
trait Place {
    fn program(&self, arguments: &[&str]) -> Program;
}

impl Place for tempfile::TempDir {
    fn program(&self, arguments: &[&str]) -> Program {
        Program::new(self.path(), arguments)
    }
}

struct OnPostgres {
    folder: tempfile::TempDir,
    database: PostgresDatabase,
}

impl OnPostgres {
    fn new() -> Self {
        Self {
            folder: folder(),
            database: PostgresDatabase::migrated(),
        }
    }
}

impl Place for OnPostgres {
    fn program(&self, arguments: &[&str]) -> Program {
        self.database.program(self.folder.path(), arguments)
    }
}

fn serve(place: &dyn Place) -> Server {
    Server::start(place.program(&["serve"]))
}

fn publish(account: &Account) -> u16 {
    let body = json!({"body": "a post"});
    account.client.post("/v1/posts", &body).status
}

/// Everything that the command line can do to users beside a server.
fn managed_beside(place: &dyn Place) {
    let server = serve(place);
    let ada = server.client().register("ada");
    let user = |arguments: &[&str]| place.program(&[&["user"], arguments].concat()).run();

    let suspended = user(&["suspend", "@Ada", "--reason", "spam"]);
    assert_eq!(suspended.printed(), "ada is suspended\n");
    let again = user(&["suspend", "ada"]);
    assert_eq!(again.printed(), "ada was suspended already\n");
    eventually("the suspension to hold", || {
        (publish(&ada) == 403).then_some(())
    });
    assert_eq!(ada.client.get("/v1/me").status, 200, "reading goes on");
    let lifted = user(&["unsuspend", "ada"]);
    assert_eq!(lifted.printed(), "ada is no longer suspended\n");
    let again = user(&["unsuspend", "ada"]);
    assert_eq!(again.printed(), "ada was not suspended\n");
    eventually("its end to hold", || (publish(&ada) == 201).then_some(()));
    assert!(user(&["suspend", "nobody"]).refused(1).contains("nobody"));
    user(&["suspend", "ada", "--reason", ""]).refused(2);

    // The session and its tokens stay, and what they are good for changes.
    let log = || ada.client.get("/v1/moderation/log");
    assert_eq!(log().status, 403);
    user(&["role", "ada", "operator"]).printed();
    let lines = eventually("the promotion to hold", || {
        let answer = log();
        (answer.status == 200).then(|| answer.json()["data"].clone())
    });
    let actions: Vec<_> = lines
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| line["action"].as_str().expect("an action").to_owned())
        .collect();
    let expected = ["give_role_operator", "unsuspend_user", "suspend_user"];
    assert_eq!(actions, expected);
    assert_eq!(lines[2]["reason"], "spam");
    assert_eq!(lines[2]["moderatorId"], json!(null));
    user(&["role", "ada", "user"]).printed();
    eventually("the demotion to hold", || {
        (log().status == 403).then_some(())
    });
}

#[test]
fn users_are_managed_beside_a_server_on_sqlite() {
    managed_beside(&folder());
}

#[test]
fn users_are_managed_beside_a_server_on_postgres() {
    managed_beside(&OnPostgres::new());
}

#[test]
fn a_moderator_at_one_replica_suspends_who_writes_at_another() {
    let place = OnPostgres::new();
    let [here, there] = [serve(&place), serve(&place)];
    let mo = here.client().register("moe");
    let ada = there.client().register("ada");
    place
        .program(&["user", "role", "moe", "moderator"])
        .run()
        .printed();
    let id = ada.client.get("/v1/me").id();
    let path = format!("/v1/moderation/users/{id}/suspended");
    eventually("the promotion to hold", || {
        let answer = mo.client.send("PUT", &path, None, None).expect("an answer");
        (answer.status == 204).then_some(())
    });
    let at_once = Account {
        client: ada.client.at(&here.url),
        access_token: ada.access_token.clone(),
        refresh_token: ada.refresh_token.clone(),
    };
    assert_eq!(publish(&at_once), 403, "at once where it was taken");
    eventually("it to hold elsewhere", || {
        (publish(&ada) == 403).then_some(())
    });
}

fn log_in(client: &Client, login: &str, password: &str) -> u16 {
    let body = json!({"login": login, "password": password});
    client.post("/v1/auth/login", &body).status
}

fn created_beside(place: &dyn Place) {
    let server = serve(place);
    let create = |handle: &str, more: &[&str]| {
        let email = format!("{handle}@example.org");
        let plain = [
            "user",
            "create",
            handle,
            "--display-name",
            "Somebody",
            "--email",
        ];
        place.program(&[&plain[..], &[&email], more].concat())
    };
    let made = create("Ada", &["--role", "moderator"])
        .input("a long evening\nrest\n")
        .run();
    assert!(made.printed().starts_with("ada is moderator, with the id "));
    assert_eq!(made.printed().lines().count(), 1, "no password is shown");
    assert_eq!(log_in(&server.client(), "ada", "a long evening"), 200);

    let made = create("bob", &["--generate-password"]).run();
    let password = made
        .printed()
        .lines()
        .find_map(|l| l.strip_prefix("password: "));
    let password = password.expect("a password, shown once");
    assert_eq!(log_in(&server.client(), "bob@example.org", password), 200);

    let taken = create("ada", &[]).input("a long evening\n").run();
    assert!(taken.refused(1).contains("the handle ada is taken"));
    let eve = |email: &str| {
        let name = ["user", "create", "eve", "--display-name", "Eve"];
        place.program(&[&name[..], &["--email", email]].concat())
    };
    let taken = eve("ADA@example.org").input("a long evening\n").run();
    assert!(taken.refused(1).contains("mail address"));
    let short = create("eve", &[]).input("short\n").run();
    assert!(short.refused(1).contains("at least 8 characters"));
    let none = create("eve", &[]).run();
    assert!(none.refused(1).contains("--generate-password"));
    for wrong in [&["--role", "king"][..], &["--password", "a long evening"]] {
        create("eve", wrong).run().refused(2);
    }
    let refused = eve("eve.example.org").run();
    assert!(
        !refused.refused(2).contains("eve.example.org"),
        "it may be personal"
    );
}

#[test]
fn users_are_created_beside_a_server_on_sqlite() {
    created_beside(&folder());
}

#[test]
fn users_are_created_beside_a_server_on_postgres() {
    created_beside(&OnPostgres::new());
}
