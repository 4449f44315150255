//! The second factor, by the program itself: two servers on one `PostgreSQL`, and one on `SQLite`.

use serde_json::{Value, json};

use crate::support::{Account, Answer, App, Client, PostgresDatabase, Program, Server, eventually};

const PASSWORD: &str = "a long and quiet evening";

/// Somebody whose second factor is on.
pub struct Owner {
    pub account: Account,
    pub app: App,
    pub codes: Vec<String>,
}

impl Owner {
    /// Registers somebody and turns her second factor on, by the code of the step before this.
    pub fn at(server: &Server, handle: &str) -> Self {
        let account = server.client().register(handle);
        let begun = account.client.post(
            "/v1/auth/second-factor/enrolment",
            &json!({ "password": PASSWORD }),
        );
        assert_eq!(begun.status, 200, "{begun:?}");
        let begun = begun.json();
        let app = App::of(begun["otpauthUrl"].as_str().expect("a url"));
        // A step may end between the look at the clock and the answer.
        let codes = eventually("the first code to be taken", || {
            let code = json!({ "code": app.code(-1) });
            let confirmed = account.client.post("/v1/auth/second-factor/confirm", &code);
            (confirmed.status == 200).then(|| confirmed.json())
        });
        let codes: Vec<String> =
            serde_json::from_value(codes["recoveryCodes"].clone()).expect("recovery codes");
        assert_eq!(codes.len(), 10);
        Self {
            account,
            app,
            codes,
        }
    }

    fn state(&self) -> Value {
        self.account.client.get("/v1/auth/second-factor").json()
    }
}

pub fn log_in(client: &Client, login: &str, code: Option<&str>) -> Answer {
    let mut body = json!({ "login": login, "password": PASSWORD });
    if let Some(code) = code {
        body["secondFactorCode"] = json!(code);
    }
    client.post("/v1/auth/login", &body)
}

fn code_of(answer: &Answer) -> String {
    answer.json()["code"].as_str().expect("a code").to_owned()
}

/// The same code at both places at once: one gets in.
fn one_gets_in(places: [&Server; 2], login: &str, code: &str) {
    let answers = std::thread::scope(|scope| {
        let logging_in =
            places.map(|server| scope.spawn(move || log_in(&server.client(), login, Some(code))));
        logging_in.map(|answer| answer.join().expect("an answer"))
    });
    let mut statuses = answers.each_ref().map(|answer| answer.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401], "{answers:?}");
    let lost = answers.iter().find(|answer| answer.status == 401);
    let lost = lost.expect("one that lost");
    assert_eq!(code_of(lost), "invalid_second_factor");
}

/// From the first code to the help of who has lost everything.
fn holds(place: &dyn Fn(&[&str]) -> Program, here: &Server, there: &Server) {
    let ada = Owner::at(here, "ada");
    let half = log_in(&there.client(), "ada", None);
    assert_eq!(
        (half.status, &*code_of(&half)),
        (401, "second_factor_required")
    );
    one_gets_in([here, there], "ada", &ada.app.code(0));
    one_gets_in([here, there], "ada", &ada.app.code(1));
    one_gets_in([here, there], "ada", &ada.codes[0]);
    assert_eq!(ada.state()["recoveryCodesLeft"], 9);
    assert_eq!(ada.state()["enabled"], true);

    let user = |arguments: &[&str]| place(&[&["user", "second-factor"], arguments].concat()).run();
    assert!(user(&["off", "nobody"]).refused(1).contains("nobody"));
    let off = user(&["off", "@Ada"]);
    assert_eq!(off.printed(), "the second factor of ada is off\n");
    let again = user(&["off", "ada"]);
    assert_eq!(
        again.printed(),
        "the second factor of ada was off already\n"
    );
    assert_eq!(ada.state()["enabled"], false);
    assert_eq!(log_in(&there.client(), "ada", None).status, 200);

    for server in [here, there] {
        let log = server.output();
        let secrets = ada.codes.iter().map(String::as_str);
        for secret in secrets.chain([ada.app.secret().as_str()]) {
            assert!(!log.contains(secret), "a secret is in the log");
        }
    }
}

#[test]
fn a_code_works_once_over_two_servers_on_postgres() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = PostgresDatabase::migrated();
    let program = |arguments: &[&str]| database.program(folder.path(), arguments);
    let [here, there] = [(); 2].map(|()| Server::start(program(&["serve"])));
    holds(&program, &here, &there);
}

#[test]
fn a_code_works_once_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = |arguments: &[&str]| Program::new(folder.path(), arguments);
    let server = Server::start(program(&["serve"]));
    holds(&program, &server, &server);
}
