//! `docker-compose.yml` and `Dockerfile` against the program: every variable, port and path that
//! they name is one that it knows.

mod compose;
mod dockerfile;
mod keycloak;

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use clap::CommandFactory;
use thoughts_server::cli::Cli;
use thoughts_server::serving::IN_FLIGHT_LIMIT;

use self::compose::{Compose, Service};
use self::dockerfile::Dockerfile;
use crate::support::{KEY, Program, path_in_repository};

/// Variables that a command of the program reads.
fn variables(command: &str) -> BTreeSet<String> {
    let program = Cli::command();
    let command = program.find_subcommand(command).expect("a command");
    let read = command.get_arguments().filter_map(clap::Arg::get_env);
    read.map(|name| name.to_str().expect("UTF-8").to_owned())
        .collect()
}

/// The command that a container of ours runs: the service's, or else the image's.
fn command(service: &Service) -> String {
    let own = service.words("command");
    let words = if own.is_empty() {
        Dockerfile::read().words("CMD")
    } else {
        own
    };
    assert_eq!(words.len(), 1, "{words:?}");
    words[0].clone()
}

#[test]
fn every_variable_is_one_that_the_program_reads() {
    let compose = Compose::read();
    let names: Vec<_> = compose
        .ours()
        .iter()
        .map(|service| service.name.clone())
        .collect();
    assert_eq!(names, ["migrate", "api1", "api2"]);
    for service in compose.ours() {
        let known = variables(&command(&service));
        let set: BTreeSet<_> = service.environment().into_keys().collect();
        assert!(
            set.is_subset(&known),
            "{}: {set:?} and {known:?}",
            service.name
        );
        assert!(set.contains("DATABASE_URL"), "{}", service.name);
    }
    let image: BTreeSet<_> = Dockerfile::read().environment().into_keys().collect();
    assert!(image.is_subset(&variables("serve")), "{image:?}");
}

#[test]
fn every_value_is_one_that_the_program_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["api1", "api2"] {
        let mut config = Program::new(folder.path(), &["config"]);
        for (variable, value) in Compose::read().service(name).environment() {
            config = config.var(&variable, value);
        }
        let config = config.run();
        let said = config.printed();
        assert!(
            said.contains("3000") && said.contains("172.30.77.10"),
            "{said}"
        );
        assert!(!said.contains(KEY), "{said}");
    }
}

/// `REDIS_URL` as the file itself says to set it.
#[test]
fn redis_is_where_its_variable_is_told_to_point() {
    let text = std::fs::read_to_string(path_in_repository("docker-compose.yml")).expect("a file");
    let told = text.split_once("# redis://").expect("an advice").1;
    let url = format!("redis://{}", told.split_once(' ').expect("its end").0);
    let operations = std::fs::read_to_string(path_in_repository("docs/operations.md"));
    assert!(
        operations
            .expect("the document")
            .contains(&format!("`REDIS_URL={url}`"))
    );
    let redis = Compose::read().service("redis");
    assert_eq!(url, format!("redis://{}:6379", redis.name));
    let networks = |service: &Service| service.field("networks")["inside"].is_mapping();
    assert!(networks(&redis) && replicas().iter().all(networks));
    let folder = tempfile::tempdir().expect("a folder");
    for replica in replicas() {
        assert!(
            replica.environment().contains_key("REDIS_URL"),
            "{}",
            replica.name
        );
        let config = Program::new(folder.path(), &["config"])
            .var("REDIS_URL", &url)
            .run();
        assert!(config.printed().contains("REDIS_URL=redis:6379"));
    }
}

#[test]
fn nginx_reads_every_variable_that_it_gets() {
    let render = std::fs::read_to_string(path_in_repository("nginx/render")).expect("a script");
    for name in Compose::read().service("nginx").environment().into_keys() {
        assert!(render.contains(&format!("${{{name}:")), "{name}");
    }
}

#[test]
fn every_port_and_address_leads_to_the_one_who_listens() {
    let compose = Compose::read();
    let nginx = compose.service("nginx");
    let edge = nginx.environment();
    for (variable, name) in [("REPLICA1", "api1"), ("REPLICA2", "api2")] {
        let replica = compose.service(name);
        let environment = replica.environment();
        assert_eq!(environment["HOST"], "0.0.0.0");
        let address = format!("{}:{}", replica.address("inside"), environment["PORT"]);
        assert_eq!(edge[variable], address);
        assert_eq!(
            environment["TRUSTED_PROXIES"],
            nginx.address("inside"),
            "{name}"
        );
        assert!(
            replica.words("ports").is_empty(),
            "only Nginx is reached from outside"
        );
    }
    assert_eq!(nginx.words("ports"), ["8080:8080"]);
    assert_eq!(edge["LISTEN"], "0.0.0.0:8080");
    let asked = nginx.field("healthcheck")["test"].clone();
    let asked = compose::words(&asked).pop().expect("a URL");
    assert_eq!(asked, "http://127.0.0.1:8080/healthcheck");

    let postgres = compose.service("postgres").environment();
    for service in compose.ours() {
        let url = service.environment()["DATABASE_URL"]
            .parse::<url::Url>()
            .expect("a URL");
        assert_eq!((url.host_str(), url.port()), (Some("postgres"), Some(5432)));
        assert_eq!(url.username(), postgres["POSTGRES_USER"]);
        assert_eq!(url.password(), Some(postgres["POSTGRES_PASSWORD"].as_str()));
        assert_eq!(url.path(), format!("/{}", postgres["POSTGRES_DB"]));
    }
    let image = Dockerfile::read();
    assert_eq!(image.one("EXPOSE"), image.environment()["PORT"]);
    assert_eq!(
        image.one("EXPOSE"),
        compose.service("api1").environment()["PORT"]
    );
}

#[test]
fn every_mounted_path_is_there() {
    let compose = Compose::read();
    let declared = compose.top("volumes");
    let mut seen = 0;
    for service in compose.services() {
        for mount in service.words("volumes") {
            let source = mount.split(':').next().expect("a source");
            let there = match source.strip_prefix("./") {
                Some(path) => path_in_repository(path).exists(),
                None => declared.get(source).is_some(),
            };
            assert!(there, "{}: {mount}", service.name);
            seen += 1;
        }
    }
    assert!(seen >= 2, "the mounts were not read");
    let nginx = compose.service("nginx");
    assert_eq!(nginx.words("volumes"), ["./nginx:/etc/thoughts:ro"]);
    let entrypoint = nginx.words("entrypoint").swap_remove(0);
    let script = entrypoint.replace("/etc/thoughts/", "nginx/");
    let script = std::fs::metadata(path_in_repository(&script)).expect("the entry point");
    assert_eq!(
        script.permissions().mode() & 0o555,
        0o555,
        "for everybody to run"
    );
}

#[test]
fn a_replica_gets_the_time_that_it_needs_to_stop() {
    let serve = Cli::command();
    let serve = serve.find_subcommand("serve").expect("serve");
    let drain = serve
        .get_arguments()
        .find(|argument| argument.get_id() == "drain_seconds");
    let drain = drain.expect("an option").get_default_values()[0]
        .to_str()
        .expect("UTF-8");
    for service in replicas() {
        let grace = service
            .field("stop_grace_period")
            .as_str()
            .expect("a span")
            .to_owned();
        let grace = humantime::parse_duration(&grace).expect("a span");
        let own = service.environment()["DRAIN_SECONDS"].clone();
        for seconds in [drain, own.as_str()] {
            let drain = std::time::Duration::from_secs(seconds.parse().expect("seconds"));
            assert!(
                grace > drain + IN_FLIGHT_LIMIT,
                "{}: {grace:?}",
                service.name
            );
        }
    }
    assert_eq!(Dockerfile::read().one("STOPSIGNAL"), "SIGTERM");
}

#[test]
fn replicas_run_without_privilege_and_are_asked_by_the_program_itself() {
    let image = Dockerfile::read();
    let (user, group) = image.one("USER").split_once(':').expect("user:group");
    for id in [user, group] {
        assert!(id.parse::<u32>().expect("a number") > 0, "{id}");
    }
    assert_eq!(image.words("ENTRYPOINT"), ["thoughts"]);
    assert!(
        image
            .one("HEALTHCHECK")
            .ends_with(r#"CMD ["thoughts", "healthcheck"]"#)
    );
    for service in Compose::read().ours() {
        assert_eq!(
            service.field("read_only").as_bool(),
            Some(true),
            "{}",
            service.name
        );
        assert_eq!(service.words("cap_drop"), ["ALL"]);
        assert_eq!(service.words("security_opt"), ["no-new-privileges:true"]);
        assert!(
            service.field("user").is_null(),
            "the image's: {}",
            service.name
        );
    }
    for service in replicas() {
        let test = compose::words(&service.field("healthcheck")["test"]);
        assert_eq!(test, ["CMD", "thoughts", "healthcheck"]);
    }
    variables("healthcheck")
        .get("PORT")
        .expect("it asks the port that is set");
}

#[test]
fn images_are_pinned() {
    let compose = Compose::read();
    for service in compose.services() {
        let image = service
            .field("image")
            .as_str()
            .expect("an image")
            .to_owned();
        let (_, tag) = image.split_once(':').expect("a tag");
        assert!(tag.contains('.') && tag != "latest", "{image}");
    }
    let ours = compose.service("api1").field("image").clone();
    assert_eq!(ours, format!("thoughts:{}", env!("CARGO_PKG_VERSION")));
    let rust = env!("CARGO_PKG_RUST_VERSION");
    let image = Dockerfile::read();
    assert!(
        image.bases()[0].starts_with(&format!("rust:{rust}")),
        "{:?}",
        image.bases()
    );
}

fn replicas() -> [Service; 2] {
    ["api1", "api2"].map(|name| Compose::read().service(name))
}
