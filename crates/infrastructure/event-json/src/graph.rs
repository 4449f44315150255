//! Payloads of who follows, blocks and mutes whom.

use serde::Serialize;
use thoughts_domain::graph::Relation;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RelationV1<'a> {
    id: &'a str,
    other_id: &'a str,
    since: String,
    version: u32,
}

impl<'a> RelationV1<'a> {
    pub fn new(relation: &'a Relation, version: u32) -> Self {
        Self {
            id: relation.from.as_str(),
            other_id: relation.to.as_str(),
            since: relation.created_at.to_string(),
            version,
        }
    }
}
