//! One schema for each payload struct.

use serde_json::Value;
use thoughts_domain::comments::MAX_DEPTH;
use thoughts_domain::second_factor::SecondFactorChange;

use super::parts::{choice, count, id, list, object, or_null, text, time};

/// The full form of an event type's payload.
pub(super) fn schema(event_type: &str) -> Option<Value> {
    Some(match event_type {
        "thoughts.user.registered" => user("The user as registered."),
        "thoughts.user.profile_changed" => user("The user after the change."),
        "thoughts.user.deleted" => user_deleted(),
        "thoughts.post.published" => post("The post as published."),
        "thoughts.post.edited" => post("The post after the edit."),
        "thoughts.post.deleted" => post_deleted(),
        "thoughts.comment.added" => comment("The comment as added."),
        "thoughts.comment.edited" => comment("The comment after the edit."),
        "thoughts.comment.deleted" => comment_deleted(),
        "thoughts.user.followed" => relation("Who follows whom from now on."),
        "thoughts.user.unfollowed" => relation("Who follows whom no longer."),
        "thoughts.user.blocked" => relation("Who blocks whom from now on."),
        "thoughts.user.unblocked" => relation("Who blocks whom no longer."),
        "thoughts.user.muted" => relation("Who mutes whom from now on."),
        "thoughts.user.unmuted" => relation("Who mutes whom no longer."),
        "thoughts.user.suspended" => moderated("Which user may no longer write."),
        "thoughts.user.unsuspended" => moderated("Which user may write again."),
        "thoughts.user.second_factor_turned_on" => second_factor("Whose second factor is on."),
        "thoughts.user.second_factor_turned_off" => second_factor("Whose second factor is off."),
        "thoughts.user.recovery_codes_replaced" => second_factor("Who has new recovery codes."),
        "thoughts.user.recovery_code_used" => second_factor("Who has used a recovery code."),
        "thoughts.post.liked" => reaction("Who likes which post from now on."),
        "thoughts.post.unliked" => reaction("Who likes which post no longer."),
        "thoughts.comment.liked" => comment_reaction("Who likes which comment from now on."),
        "thoughts.comment.unliked" => comment_reaction("Who likes which comment no longer."),
        "thoughts.post.reposted" => reaction("Who reposts which post from now on."),
        "thoughts.post.unreposted" => reaction("Who reposts which post no longer."),
        "thoughts.post.bookmarked" => reaction("Who keeps which post from now on."),
        "thoughts.post.unbookmarked" => reaction("Who keeps which post no longer."),
        "thoughts.post.hidden" => hiding("Which post a moderator hid: to readers it is gone."),
        "thoughts.post.unhidden" => hiding("Which post is shown again."),
        "thoughts.comment.hidden" => {
            comment_hiding("Which comment a moderator hid: to readers it is a tombstone.")
        }
        "thoughts.comment.unhidden" => comment_hiding("Which comment is shown again."),
        _ => return None,
    })
}

fn version() -> Value {
    count("The version after the event, from 1.", 1)
}

fn user(description: &str) -> Value {
    object(
        description,
        [
            ("id", id("Names the user.")),
            (
                "handle",
                text("By which others mention the user, lower case, without `@`."),
            ),
            ("displayName", text("The name to show.")),
            ("bio", text("A few words; may be empty.")),
            ("avatarUrl", or_null(text("The picture."))),
            ("createdAt", time("When the account was made.")),
            ("version", version()),
        ],
    )
}

fn user_deleted() -> Value {
    object(
        "Which account was closed.",
        [
            ("id", id("Who it was.")),
            ("version", version()),
            (
                "content",
                choice(
                    "What became of posts and comments: deleted, or left without an author.",
                    &["delete", "anonymise"],
                ),
            ),
        ],
    )
}

fn moderated(description: &str) -> Value {
    object(
        description,
        [
            ("id", id("Who.")),
            (
                "moderatorId",
                or_null(id("Who did it; null for whoever runs the program.")),
            ),
            ("version", version()),
        ],
    )
}

fn second_factor(description: &str) -> Value {
    let changes = SecondFactorChange::ALL.map(SecondFactorChange::as_str);
    object(
        description,
        [
            ("id", id("Who.")),
            ("change", choice("What was changed.", &changes)),
            ("version", version()),
        ],
    )
}

fn post(description: &str) -> Value {
    let mention = object(
        "A user whom the body mentions.",
        [
            ("id", id("Who.")),
            ("handle", text("The handle at that time, without `@`.")),
        ],
    );
    object(
        description,
        [
            ("id", id("Names the post.")),
            ("authorId", id("Who wrote it.")),
            ("body", text("What it says.")),
            ("createdAt", time("When it was published.")),
            ("editedAt", or_null(time("When the body last changed."))),
            ("version", version()),
            (
                "hashtags",
                list(
                    "The hashtags of the body, lower case, without `#`.",
                    &text("A hashtag."),
                ),
            ),
            ("mentions", list("Whom the body mentions.", &mention)),
            (
                "quotedPostId",
                or_null(id("The post that it quotes; it may be gone by now.")),
            ),
        ],
    )
}

fn post_deleted() -> Value {
    object(
        "Which post was deleted, and its comments with it.",
        [
            ("id", id("Which.")),
            ("authorId", id("Whose it was.")),
            ("version", version()),
        ],
    )
}

fn comment(description: &str) -> Value {
    let mut depth = count("0 at the top, one more than the parent's below.", 0);
    depth["maximum"] = MAX_DEPTH.into();
    object(
        description,
        [
            ("id", id("Names the comment.")),
            ("postId", id("The post that it is on.")),
            (
                "parentId",
                or_null(id("The comment that it answers; null at the top.")),
            ),
            ("authorId", id("Who wrote it.")),
            ("body", text("What it says.")),
            ("depth", depth),
            ("createdAt", time("When it was added.")),
            ("editedAt", or_null(time("When the body last changed."))),
            ("version", version()),
        ],
    )
}

fn comment_deleted() -> Value {
    object(
        "Which comment was deleted; it may stay as a tombstone that holds its replies.",
        [
            ("id", id("Which.")),
            ("postId", id("The post that it was on.")),
            ("authorId", id("Whose it was.")),
            ("version", version()),
        ],
    )
}

fn relation(description: &str) -> Value {
    object(
        description,
        [
            ("id", id("Who decided.")),
            ("otherId", id("About whom.")),
            ("since", time("When it began.")),
            (
                "version",
                count(
                    "The version of who decided; a decision leaves it as it was.",
                    1,
                ),
            ),
        ],
    )
}

fn reaction(description: &str) -> Value {
    object(
        description,
        [
            ("id", id("Which post.")),
            ("userId", id("Who.")),
            ("since", time("Since when.")),
            ("version", reacted_to()),
        ],
    )
}

fn comment_reaction(description: &str) -> Value {
    object(
        description,
        [
            ("id", id("Which comment.")),
            ("postId", id("The post that it is on.")),
            ("userId", id("Who.")),
            ("since", time("Since when.")),
            ("version", reacted_to()),
        ],
    )
}

fn hiding(description: &str) -> Value {
    object(
        description,
        [("id", id("Which post.")), ("version", hidden_version())],
    )
}

fn comment_hiding(description: &str) -> Value {
    object(
        description,
        [
            ("id", id("Which comment.")),
            ("postId", id("The post that it is on.")),
            ("version", hidden_version()),
        ],
    )
}

fn hidden_version() -> Value {
    count("The version that it is; hiding leaves it as it is.", 1)
}

fn reacted_to() -> Value {
    count("The version that it was; a reaction leaves it as it is.", 1)
}
