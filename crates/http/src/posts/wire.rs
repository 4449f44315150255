//! What goes over the wire.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use serde::Serialize;
use serde_json::{Value, json};
use thoughts_domain::ids::IdError;
use thoughts_use_cases::idempotency;
use thoughts_use_cases::posts::{MentionView, PostEditView, PostView, PostViewer, QuotedPostView};

use crate::accounts::SummaryJson;
use crate::answer;
use crate::body::{Clearable, Optional, Required};
use crate::examples as sample;
use crate::schema::{Id, Moment, Schema, inline, object};

object! {
    answer
    /// A user whom a post mentions.
    MentionJson<'a> = "Mention" {
        /// Names the user.
        id: Id<'a> = "id",
        /// The present handle, without `@`.
        handle: &'a str = "handle",
    }
}

object! {
    answer
    /// What you have done with a post.
    PostViewerJson = "PostViewer" {
        /// Whether you like it.
        liked: bool = "liked",
        /// Whether you have reposted it.
        reposted: bool = "reposted",
        /// Whether you keep it.
        bookmarked: bool = "bookmarked",
        /// Whether you follow its author.
        following: bool = "following",
    }
}

object! {
    answer
    /// A post as another quotes it, without what it quotes itself.
    QuotedPostJson<'a> = "QuotedPost" {
        /// Names the post for ever.
        id: Id<'a> = "id",
        /// Who wrote it.
        author: SummaryJson<'a> = "author",
        /// What it says by now.
        body: &'a str = "body",
        /// When it was published.
        created_at: Moment = "createdAt",
        /// When it was last edited.
        edited_at: Option<Moment> = "editedAt",
        /// Counts bodies, from 1.
        version: u32 = "version",
    }
}

object! {
    answer
    /// A post.
    PostJson<'a> = "Post" {
        /// Names the post for ever.
        id: Id<'a> = "id",
        /// Who wrote it.
        author: SummaryJson<'a> = "author",
        /// What it says, 1 to 500 characters.
        body: &'a str = "body",
        /// When it was published.
        created_at: Moment = "createdAt",
        /// When it was last edited.
        edited_at: Option<Moment> = "editedAt",
        /// Counts bodies, from 1.
        version: u32 = "version",
        /// All live comments on it.
        comment_count: u64 = "commentCount",
        /// Likes.
        like_count: u64 = "likeCount",
        /// Reposts.
        repost_count: u64 = "repostCount",
        /// What it is about: lower case, without `#`, in order.
        hashtags: &'a [String] = "hashtags",
        /// Whom it mentions, as far as they are still there, in order.
        mentions: Vec<MentionJson<'a>> = "mentions",
        /// The id of the post that it quotes, whether that is still there or not; `null` when it quotes none.
        quoted_post_id: Option<Id<'a>> = "quotedPostId",
        /// The post that it quotes; `null` when it quotes none, when that was deleted, and when it is hidden from you: by a block, and in lists by a mute.
        quoted_post: Option<QuotedPostJson<'a>> = "quotedPost",
        /// Pictures and videos.
        media: [Media; 0] = "media",
        /// What you have done here; `null` for who has not signed in.
        viewer: Option<PostViewerJson> = "viewer",
        /// Whether a moderator has hidden it. It is there for its author and for moderators only,
        /// by its id, until it is shown again.
        hidden: bool = "hidden",
    }
}

/// A picture or a video; no post can hold one yet.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Media;

impl Schema for [Media; 0] {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema {
            items: Some(Box::new(inline(MetaSchema::new("object")))),
            ..MetaSchema::new("array")
        })
    }
}

object! {
    answer
    /// One body that a post has or had.
    PostEditJson<'a> = "PostEdit" {
        /// Which version.
        version: u32 = "version",
        /// What it said.
        body: &'a str = "body",
        /// Since when it said so.
        edited_at: Moment = "editedAt",
    }
}

object! {
    request
    /// A post to be published.
    PublishRequest = "PublishRequest" {
        /// What it says, 1 to 500 characters (grapheme clusters). `#` names hashtags, `@` mentions.
        body: Required<String> = "body",
        /// The post that it quotes; none or `null` for none. An edit does not change it.
        quoted_post_id: Clearable<String> = "quotedPostId",
    }
}

object! {
    request
    /// A change of a post. What is left out stays.
    PostPatch = "PostPatch" {
        /// What it says, 1 to 500 characters.
        body: Optional<String> = "body",
    }
}

impl From<PostViewer> for PostViewerJson {
    fn from(viewer: PostViewer) -> Self {
        Self {
            liked: viewer.liked,
            reposted: viewer.reposted,
            bookmarked: viewer.bookmarked,
            following: viewer.following,
        }
    }
}

impl<'a> From<&'a QuotedPostView> for QuotedPostJson<'a> {
    fn from(post: &'a QuotedPostView) -> Self {
        Self {
            id: Id(post.id.as_str()),
            author: SummaryJson::from(&post.author),
            body: &post.body,
            created_at: Moment(post.created_at),
            edited_at: post.edited_at.map(Moment),
            version: post.version,
        }
    }
}

impl<'a> From<&'a PostView> for PostJson<'a> {
    fn from(post: &'a PostView) -> Self {
        let mention = |mention: &'a MentionView| MentionJson {
            id: Id(mention.id.as_str()),
            handle: &mention.handle,
        };
        Self {
            id: Id(post.id.as_str()),
            author: SummaryJson::from(&post.author),
            body: &post.body,
            created_at: Moment(post.created_at),
            edited_at: post.edited_at.map(Moment),
            version: post.version,
            comment_count: post.comment_count,
            like_count: post.like_count,
            repost_count: post.repost_count,
            hashtags: &post.hashtags,
            mentions: post.mentions.iter().map(mention).collect(),
            quoted_post_id: post.quoted_post_id.as_ref().map(|id| Id(id.as_str())),
            quoted_post: post.quoted_post.as_ref().map(QuotedPostJson::from),
            media: [],
            viewer: post.viewer.map(PostViewerJson::from),
            hidden: post.hidden,
        }
    }
}

impl<'a> From<&'a PostEditView> for PostEditJson<'a> {
    fn from(edit: &'a PostEditView) -> Self {
        Self {
            version: edit.version,
            body: &edit.body,
            edited_at: Moment(edit.edited_at),
        }
    }
}

/// The answer to who has just published a post.
pub(crate) fn answer(post: &PostView) -> idempotency::Answer {
    let body = answer::json(&PostJson::from(post));
    answer::created(format!("/v1/posts/{}", post.id), post.version, body)
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let post = sample::post()?;
    Ok(vec![
        ("Post", json!(PostJson::from(&post))),
        super::with_comments::example()?,
        ("PostEdit", json!(PostEditJson::from(&sample::edit()))),
        (
            "QuotedPost",
            json!(post.quoted_post.as_ref().map(QuotedPostJson::from)),
        ),
        ("PublishRequest", json!({"body": post.body})),
        ("PostPatch", json!({"body": "A better thought about #rust"})),
    ])
}
