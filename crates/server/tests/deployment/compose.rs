//! `docker-compose.yml`, as Compose reads it.

use std::collections::BTreeMap;

use serde_norway::Value;

use crate::support::{KEY, path_in_repository};

/// The file, its anchors merged and its variables filled in.
pub struct Compose(Value);

/// One service.
pub struct Service {
    pub name: String,
    fields: Value,
}

impl Compose {
    pub fn read() -> Self {
        let text = std::fs::read_to_string(path_in_repository("docker-compose.yml"));
        let mut file: Value = serde_norway::from_str(&text.expect("the file")).expect("YAML");
        file.apply_merge().expect("anchors");
        fill(&mut file);
        Self(file)
    }

    /// Everything of one kind, such as `volumes`.
    pub fn top(&self, name: &str) -> &Value {
        &self.0[name]
    }

    pub fn service(&self, name: &str) -> Service {
        let fields = self.0["services"][name].clone();
        assert!(fields.is_mapping(), "no service {name}");
        Service {
            name: name.to_owned(),
            fields,
        }
    }

    pub fn services(&self) -> Vec<Service> {
        let services = self.0["services"].as_mapping().expect("services");
        let names = services.keys().filter_map(Value::as_str);
        names.map(|name| self.service(name)).collect()
    }

    /// The services that run this program.
    pub fn ours(&self) -> Vec<Service> {
        let mut services = self.services();
        services.retain(|service| {
            let image = service.fields["image"].as_str();
            image.is_some_and(|image| image.starts_with("thoughts:"))
        });
        services
    }
}

impl Service {
    pub fn field(&self, name: &str) -> &Value {
        self.fields.get(name).unwrap_or(&Value::Null)
    }

    /// A list of words; empty when it is not there.
    pub fn words(&self, name: &str) -> Vec<String> {
        words(self.field(name))
    }

    pub fn environment(&self) -> BTreeMap<String, String> {
        let variables = self.field("environment").as_mapping().expect("variables");
        let text = |value: &Value| value.as_str().expect("text; quote numbers").to_owned();
        variables
            .iter()
            .map(|(name, value)| (text(name), text(value)))
            .collect()
    }

    /// Its fixed address in a network.
    pub fn address(&self, network: &str) -> &str {
        let address = &self.field("networks")[network]["ipv4_address"];
        address.as_str().expect("a fixed address")
    }
}

/// A list of words; none for nothing.
pub fn words(list: &Value) -> Vec<String> {
    let items = list.as_sequence().into_iter().flatten();
    items
        .map(|item| item.as_str().expect("a word").to_owned())
        .collect()
}

/// Fills every text.
fn fill(value: &mut Value) {
    match value {
        Value::String(text) => *text = filled(text),
        Value::Sequence(items) => items.iter_mut().for_each(fill),
        Value::Mapping(fields) => fields.values_mut().for_each(fill),
        _ => {}
    }
}

/// Puts values in the place of `${NAME:-default}` and `${NAME:?message}`, as Compose does: what an
/// operator must set is set, everything else is left to its default.
fn filled(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (inside, after) = after.split_once('}').expect("its end");
        let name_and_default = inside.split_once(":-");
        let value = match (name_and_default, inside.split_once(":?")) {
            (Some((_, default)), _) => default,
            (None, Some(("AUTH_SIGNING_KEY", _))) => KEY,
            (None, Some(("POSTGRES_PASSWORD", _))) => "secret",
            _ => panic!("${{{inside}}} has neither a default nor a value here"),
        };
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled + rest
}
