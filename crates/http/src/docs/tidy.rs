//! What poem-openapi leaves out: `additionalProperties: false`, examples, and cleaner details.

use serde_json::{Map, Value, json};

/// Puts it in.
pub(super) fn apply(document: &mut Value, examples: &[(&str, Value)]) {
    document["openapi"] = json!("3.0.3");
    if let Some(info) = document["info"].as_object_mut() {
        // A field of OpenAPI 3.1.
        info.remove("summary");
    }
    close_requests(document);
    for (_, operation) in operations(document) {
        if let Some(parameters) = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut)
        {
            parameters.iter_mut().for_each(tidy_parameter);
        }
        if let Some(body) = operation.get_mut("requestBody") {
            add_examples(body, examples);
            body["description"] =
                json!("A JSON object; fields that are not named here are refused.");
        }
        let answers = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        for answer in answers.into_iter().flat_map(Map::values_mut) {
            add_examples(answer, examples);
        }
    }
}

/// Every operation of the document, by its method.
pub(super) fn operations(document: &mut Value) -> Vec<(&str, &mut Map<String, Value>)> {
    let paths = document["paths"].as_object_mut();
    paths
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
        .flatten()
        .filter_map(|(method, operation)| Some((method.as_str(), operation.as_object_mut()?)))
        .collect()
}

/// Requests take no field that they do not name, as the extractor sees to.
fn close_requests(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for (name, schema) in schemas.into_iter().flatten() {
        if name.ends_with("Request") || name.ends_with("Patch") {
            schema["additionalProperties"] = json!(false);
        }
    }
}

fn tidy_parameter(parameter: &mut Value) {
    let Some(fields) = parameter.as_object_mut() else {
        return;
    };
    // The defaults of each place; saying them adds nothing, and `explode` means nothing here.
    fields.remove("explode");
    if fields.get("deprecated") == Some(&json!(false)) {
        fields.remove("deprecated");
    }
    let example = fields
        .get_mut("schema")
        .and_then(Value::as_object_mut)
        .and_then(|schema| schema.remove("example"));
    if let Some(example) = example {
        fields.insert("example".to_owned(), example);
    }
}

fn add_examples(holder: &mut Value, examples: &[(&str, Value)]) {
    let contents = holder.get_mut("content").and_then(Value::as_object_mut);
    for content in contents.into_iter().flat_map(Map::values_mut) {
        let reference = content["schema"]["$ref"].as_str();
        let name = reference.and_then(|reference| reference.rsplit('/').next());
        let example = name.and_then(|name| example_of(name, examples));
        if let Some(example) = example {
            content["example"] = example;
        }
    }
}

fn example_of(name: &str, examples: &[(&str, Value)]) -> Option<Value> {
    let named = |name: &str| {
        let found = examples.iter().find(|(schema, _)| *schema == name);
        found.map(|(_, example)| example.clone())
    };
    named(name).or_else(|| {
        let row = named(name.strip_suffix("Page")?)?;
        Some(json!({"data": [row], "page": {"nextCursor": "eyJiIjpmYWxzZX0", "prevCursor": null}}))
    })
}
