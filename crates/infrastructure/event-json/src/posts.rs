//! Payloads of what happens to posts.

use serde::Serialize;
use thoughts_domain::ids::PostId;
use thoughts_domain::posts::{Mentioned, Post, PostDeleted};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostV1<'a> {
    id: &'a str,
    author_id: &'a str,
    body: &'a str,
    created_at: String,
    edited_at: Option<String>,
    version: u32,
    hashtags: Vec<String>,
    mentions: Vec<MentionV1<'a>>,
    quoted_post_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MentionV1<'a> {
    id: &'a str,
    handle: &'a str,
}

impl<'a> From<&'a Post> for PostV1<'a> {
    fn from(post: &'a Post) -> Self {
        // Named one by one: a field that the domain gains is not public by that.
        let Post {
            id,
            author_id,
            body,
            mentions,
            quoted_post_id,
            created_at,
            edited_at,
            version,
            // That has events of its own, and nothing hidden is edited.
            hidden: _,
        } = post;
        Self {
            id: id.as_str(),
            author_id: author_id.as_str(),
            body: body.as_str(),
            created_at: created_at.to_string(),
            edited_at: edited_at.map(|at| at.to_string()),
            version: *version,
            hashtags: body.hashtags(),
            mentions: mentions.iter().map(MentionV1::from).collect(),
            quoted_post_id: quoted_post_id.as_ref().map(PostId::as_str),
        }
    }
}

impl<'a> From<&'a Mentioned> for MentionV1<'a> {
    fn from(mentioned: &'a Mentioned) -> Self {
        Self {
            id: mentioned.id.as_str(),
            handle: mentioned.handle.as_str(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostDeletedV1<'a> {
    id: &'a str,
    author_id: &'a str,
    version: u32,
}

impl<'a> From<&'a PostDeleted> for PostDeletedV1<'a> {
    fn from(event: &'a PostDeleted) -> Self {
        Self {
            id: event.post_id.as_str(),
            author_id: event.author_id.as_str(),
            version: event.version,
        }
    }
}
