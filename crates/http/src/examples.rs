//! The people and things of all examples in the document. What is shown is rendered by the same
//! code that answers.

use std::time::Duration;

use thoughts_domain::accounts::{Role, Settings};
use thoughts_domain::ids::{CommentId, IdError, NotificationId, PostId, SessionId, UserId};
use thoughts_domain::notifications::NotificationKind;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OwnAccountView, SessionView, UserSummary, UserView};
use thoughts_use_cases::comments::{CommentView, CommentViewer};
use thoughts_use_cases::feed::{FeedItem, RepostView};
use thoughts_use_cases::notifications::NotificationView;
use thoughts_use_cases::posts::{MentionView, PostEditView, PostView, PostViewer, QuotedPostView};

pub(crate) const USER_ID: &str = "tz4a98xxat96iws9zmbrgj3a";
const READER_ID: &str = "b5m2h8w0c3x7k1q9d4t6n2v8";
pub(crate) const POST_ID: &str = "pfh0haxfpzowht3oi213cqos";
pub(crate) const QUOTED_ID: &str = "r8k2m5n7p9q1s4t6v0w3x2y5";
pub(crate) const COMMENT_ID: &str = "nc6bzmkmd014706rfda898to";
pub(crate) const NOTIFICATION_ID: &str = "k4w7z2x9c1v5b8n3m6q0r2t4";
pub(crate) const SESSION_ID: &str = "u9x6g3v1k2m8q4r7s5t0w1y2";

/// 2026-01-15T09:30:00.123456Z.
pub(crate) fn at() -> Timestamp {
    Timestamp::from_micros(1_768_469_400_123_456)
}

fn author() -> Result<UserSummary, IdError> {
    Ok(UserSummary {
        id: UserId::parse(USER_ID)?,
        handle: "alice".to_owned(),
        display_name: "Alice".to_owned(),
        avatar_url: Some("https://images.example.com/alice.png".to_owned()),
    })
}

pub(crate) fn user() -> Result<UserView, IdError> {
    Ok(UserView {
        summary: author()?,
        bio: "Writes about small things.".to_owned(),
        created_at: at(),
        follower_count: 12,
        following_count: 7,
        post_count: 3,
        version: 2,
    })
}

pub(crate) fn account() -> Result<OwnAccountView, IdError> {
    Ok(OwnAccountView {
        profile: user()?,
        email: Some("alice@example.com".to_owned()),
        email_verified: true,
        role: Role::User,
        suspended_at: None,
        settings: Settings::default(),
    })
}

pub(crate) fn session() -> Result<SessionView, IdError> {
    Ok(SessionView {
        id: SessionId::parse(SESSION_ID)?,
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64)".to_owned()),
        created_at: at(),
        last_used_at: at(),
        expires_at: at().plus(thoughts_domain::accounts::SESSION_LIFETIME),
    })
}

pub(crate) fn post() -> Result<PostView, IdError> {
    let author = author()?;
    let quoted_author = author.clone();
    Ok(PostView {
        id: PostId::parse(POST_ID)?,
        mentions: vec![MentionView {
            id: author.id,
            handle: author.handle.clone(),
        }],
        author,
        body: "A small thought about #rust, for @alice".to_owned(),
        created_at: at(),
        edited_at: None,
        version: 1,
        comment_count: 2,
        like_count: 1,
        repost_count: 0,
        hashtags: vec!["rust".to_owned()],
        quoted_post_id: Some(PostId::parse(QUOTED_ID)?),
        quoted_post: Some(QuotedPostView {
            id: PostId::parse(QUOTED_ID)?,
            author: quoted_author,
            body: "What do you like about it?".to_owned(),
            created_at: at(),
            edited_at: None,
            version: 1,
        }),
        viewer: Some(PostViewer {
            liked: true,
            ..PostViewer::default()
        }),
        hidden: false,
    })
}

pub(crate) fn feed_item() -> Result<FeedItem, IdError> {
    let by = UserSummary {
        id: UserId::parse(READER_ID)?,
        handle: "bob".to_owned(),
        display_name: "Bob".to_owned(),
        avatar_url: None,
    };
    let at = at().plus(Duration::from_mins(90));
    Ok(FeedItem {
        post: PostView {
            repost_count: 1,
            ..post()?
        },
        repost: Some(RepostView { by, at }),
    })
}

pub(crate) fn edit() -> PostEditView {
    PostEditView {
        version: 1,
        body: "A small thought".to_owned(),
        edited_at: at(),
    }
}

pub(crate) fn comment() -> Result<CommentView, IdError> {
    Ok(CommentView {
        id: CommentId::parse(COMMENT_ID)?,
        post_id: PostId::parse(POST_ID)?,
        parent_id: None,
        author: Some(author()?),
        body: Some("Well said.".to_owned()),
        depth: 0,
        created_at: at(),
        edited_at: None,
        version: 1,
        like_count: 0,
        reply_count: 1,
        deleted: false,
        viewer: Some(CommentViewer::default()),
        hidden: false,
    })
}

pub(crate) fn notification() -> Result<NotificationView, IdError> {
    Ok(NotificationView {
        id: NotificationId::parse(NOTIFICATION_ID)?,
        kind: NotificationKind::Comment,
        actors: vec![author()?],
        actor_count: 1,
        post_id: Some(PostId::parse(POST_ID)?),
        comment_id: Some(CommentId::parse(COMMENT_ID)?),
        created_at: at(),
        read: false,
        place: 1,
    })
}
