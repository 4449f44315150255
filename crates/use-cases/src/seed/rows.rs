//! What a made-up world consists of.

use thoughts_domain::accounts::{Bio, DisplayName, Email, Handle};
use thoughts_domain::comments::CommentBody;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::posts::PostBody;
use thoughts_domain::time::Timestamp;

/// How large a world is, and which of all possible worlds: equal plans give equal worlds. How many
/// follow, like and so on follows from it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WorldPlan {
    /// How many users.
    pub users: u32,
    /// How many posts.
    pub posts: u32,
    /// How many comments.
    pub comments: u32,
    /// Feeds the generator of chance.
    pub rng_seed: u64,
}

/// A made-up user.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeedUser {
    /// Who.
    pub id: UserId,
    /// Without `@`.
    pub handle: Handle,
    /// The name to show.
    pub display_name: DisplayName,
    /// A few words.
    pub bio: Bio,
    /// Under a domain that can receive no mail.
    pub email: Email,
    /// When the account was made.
    pub created_at: Timestamp,
    /// How many of the world's posts are his.
    pub post_count: u32,
    /// How many of the world's users follow him.
    pub follower_count: u32,
    /// How many of them he follows.
    pub following_count: u32,
}

/// A made-up post.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeedPost {
    /// Which.
    pub id: PostId,
    /// Whose.
    pub author_id: UserId,
    /// What it says.
    pub body: PostBody,
    /// Lower case, without `#`.
    pub hashtags: Vec<String>,
    /// Whom the body mentions.
    pub mentions: Vec<UserId>,
    /// Which of the posts before it quotes.
    pub quoted: Option<PostId>,
    /// When it was published.
    pub created_at: Timestamp,
    /// How many of the world's comments are on it.
    pub comment_count: u32,
    /// How many of the world's users like it.
    pub like_count: u32,
    /// How many of them have reposted it.
    pub repost_count: u32,
}

/// A made-up comment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeedComment {
    /// Which.
    pub id: CommentId,
    /// On which post.
    pub post_id: PostId,
    /// Under which comment.
    pub parent_id: Option<CommentId>,
    /// Whose.
    pub author_id: UserId,
    /// What it says.
    pub body: CommentBody,
    /// 0 at the top.
    pub depth: u8,
    /// When it was added.
    pub created_at: Timestamp,
    /// How many of the world's comments answer it directly.
    pub reply_count: u32,
    /// How many of the world's users like it.
    pub like_count: u32,
}

/// What a made-up user did with a post or comment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SeedReaction {
    /// What, and with which.
    pub reaction: Reaction,
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// How many rows of a world link others to each other.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LinkCounts {
    /// Who follows, blocks and mutes whom.
    pub relations: u64,
    /// Who likes, reposts and keeps which posts.
    pub reactions_to_posts: u64,
    /// Who likes which comments.
    pub reactions_to_comments: u64,
}
