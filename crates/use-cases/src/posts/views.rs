//! What readers of posts get.

use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;

/// A user whom a post mentions, by his present handle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MentionView {
    /// Who.
    pub id: UserId,
    /// Without `@`.
    pub handle: String,
}

/// What a reader who has signed in has done with a post.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts, each true or not whatever the others are"
)]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PostViewer {
    /// Whether he likes it.
    pub liked: bool,
    /// Whether he has reposted it.
    pub reposted: bool,
    /// Whether he keeps it.
    pub bookmarked: bool,
    /// Whether he follows its author.
    pub following: bool,
}

/// A post as another quotes it: what it says and who says so, and nothing that it quotes itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct QuotedPostView {
    /// Which.
    pub id: PostId,
    /// Who wrote it.
    pub author: UserSummary,
    /// What it says by now.
    pub body: String,
    /// When it was published.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Counts bodies.
    pub version: u32,
}

/// A post.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostView {
    /// Which.
    pub id: PostId,
    /// Who wrote it.
    pub author: UserSummary,
    /// What it says.
    pub body: String,
    /// When it was published.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Counts bodies.
    pub version: u32,
    /// All live comments on it.
    pub comment_count: u64,
    /// Likes.
    pub like_count: u64,
    /// Reposts.
    pub repost_count: u64,
    /// Lower case, without `#`, in order.
    pub hashtags: Vec<String>,
    /// Those of the mentioned who are still there, in order.
    pub mentions: Vec<MentionView>,
    /// The post that it quotes, whether that is still there or not.
    pub quoted_post_id: Option<PostId>,
    /// That post; none where it was deleted, and where it is hidden from the reader as any other
    /// post would be there: by a block, and in lists by a mute.
    pub quoted_post: Option<QuotedPostView>,
    /// What the reader has done here; none for nobody in particular.
    pub viewer: Option<PostViewer>,
    /// Whether a moderator has hidden it; only its author and moderators ever see that.
    pub hidden: bool,
}

impl PostView {
    /// The view that its author has of a post that was published just now.
    #[must_use]
    pub fn of_new(post: &Post, author: UserSummary, quoted: Option<QuotedPostView>) -> Self {
        Self {
            id: post.id,
            author,
            body: post.body.as_str().to_owned(),
            created_at: post.created_at,
            edited_at: post.edited_at,
            version: post.version,
            comment_count: 0,
            like_count: 0,
            repost_count: 0,
            hashtags: post.body.hashtags(),
            mentions: post
                .mentions
                .iter()
                .map(|m| MentionView {
                    id: m.id,
                    handle: m.handle.as_str().to_owned(),
                })
                .collect(),
            quoted_post_id: post.quoted_post_id,
            quoted_post: quoted,
            viewer: Some(PostViewer::default()),
            hidden: post.hidden,
        }
    }
}

/// One body that a post has or had.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostEditView {
    /// Which version.
    pub version: u32,
    /// What it said.
    pub body: String,
    /// Since when it said so.
    pub edited_at: Timestamp,
}
