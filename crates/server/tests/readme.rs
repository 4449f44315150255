//! The README tells the truth.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::CommandFactory;
use thoughts_server::cli::Cli;
use thoughts_use_cases::limits::budgets;

use crate::support::Server;

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"))
}

/// What stands between `<!-- name -->` and `<!-- /name -->`.
fn section<'a>(readme: &'a str, name: &str) -> &'a str {
    let begin = format!("<!-- {name} -->\n");
    let end = format!("<!-- /{name} -->");
    let (_, rest) = readme.split_once(&begin).expect("the section begins");
    rest.split_once(&end).expect("the section ends").0
}

#[test]
fn the_tour_runs_as_it_stands_there() {
    let readme = fs::read_to_string(path()).expect("a README");
    let lines = section(&readme, "tour").lines();
    let script: Vec<_> = lines.filter(|line| !line.starts_with("```")).collect();
    let script = script.join("\n");
    assert!(script.contains("curl"), "{script}");
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::on_sqlite(folder.path());
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .env("API", &server.url)
        .current_dir(folder.path())
        .output()
        .expect("bash runs");
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{told}\n{errors}\n{}",
        server.output()
    );
    assert!(told.contains("Hello again, #world!"), "{told}");
}

/// The table, made from the options of `serve`.
fn table() -> String {
    let command = Cli::command();
    let serve = command.find_subcommand("serve").expect("serve");
    let mut rows = vec![
        "| variable | option | meaning | default |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    rows.extend(serve.get_arguments().filter_map(row));
    rows.join("\n") + "\n"
}

fn row(argument: &clap::Arg) -> Option<String> {
    let variable = argument.get_env()?.to_string_lossy();
    let option = argument.get_long()?;
    let help = argument.get_help()?.to_string();
    let worked_out = help
        .strip_suffix(']')
        .and_then(|help| help.split_once(" [default: "));
    let (meaning, default) = match worked_out {
        Some((meaning, default)) => (meaning, format!(" {default}")),
        None => (help.as_str(), default(argument)),
    };
    Some(format!(
        "| `{variable}` | `--{option}` | {meaning} |{default} |"
    ))
}

fn default(argument: &clap::Arg) -> String {
    let values = argument.get_default_values().iter();
    let value: String = values.map(|value| value.to_string_lossy()).collect();
    if value.is_empty() {
        value
    } else {
        format!(" `{value}`")
    }
}

#[test]
fn the_table_of_budgets_is_what_holds() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations.md");
    let text = fs::read_to_string(file).expect("the document");
    for budget in budgets::ALL {
        let window = humantime::format_duration(budget.window);
        let row = format!("| `{}` | {}/{window} | ", budget.name, budget.quota);
        assert!(text.contains(&row), "{row}");
    }
}

#[test]
fn the_table_of_options_is_what_the_program_says() {
    let readme = fs::read_to_string(path()).expect("a README");
    let stands = section(&readme, "config");
    let table = table();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path(), readme.replace(stands, &table)).expect("written");
    } else {
        assert_eq!(
            stands, table,
            "run the tests with UPDATE=1 to write the table anew"
        );
    }
}
