//! Whom a post or comment is worth telling.

use super::NotificationKind;
use crate::ids::{CommentId, Cuid, PostId, UserId};
use crate::time::Timestamp;

/// Somebody is to be told that somebody did something.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Due {
    /// Who is told.
    pub recipient: UserId,
    /// Of what.
    pub kind: NotificationKind,
    /// What it is about: while unread, all that is of one kind and about one thing is one
    /// notification. The post that was commented on, liked, reposted or quoted, the comment that was
    /// answered or liked, what mentions the recipient, or himself when he is followed.
    pub subject: Cuid,
    /// The post that it happened on; none when the recipient is followed.
    pub post_id: Option<PostId>,
    /// The comment that did it, or that was liked.
    pub comment_id: Option<CommentId>,
    /// Who did it.
    pub actor: UserId,
    /// What did it: the comment or post; or what somebody did it to. Somebody is told of it once.
    pub source: Cuid,
    /// When.
    pub at: Timestamp,
    /// False for what is only left alone where somebody was told already.
    pub fresh: bool,
}

/// What a post's notifications follow from. All users in it have an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PostFacts {
    /// Which post.
    pub id: PostId,
    /// Who wrote it.
    pub author: UserId,
    /// Whom it mentions.
    pub mentioned: Vec<UserId>,
    /// The post that it quotes, while that is there, and whose that is.
    pub quoted: Option<(PostId, UserId)>,
    /// Since when it says so.
    pub at: Timestamp,
}

/// What a comment answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Parent {
    /// The post alone.
    Post,
    /// This comment, and its author when he has an account.
    Comment(CommentId, Option<UserId>),
    /// A comment that was deleted.
    Tombstone,
}

/// What a live comment's notifications follow from. All users in it have an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommentFacts {
    /// Which comment.
    pub id: CommentId,
    /// The post that it is on.
    pub post_id: PostId,
    /// Who wrote that.
    pub post_author: Option<UserId>,
    /// What it answers.
    pub parent: Parent,
    /// Who wrote it.
    pub author: UserId,
    /// Whom it mentions.
    pub mentioned: Vec<UserId>,
    /// Since when it says so.
    pub at: Timestamp,
}

/// The author of what a post quotes is told, and everybody whom it mentions: each once, by what
/// concerns him most, and nobody of what he did himself.
#[must_use]
pub fn of_post(post: &PostFacts) -> Vec<Due> {
    let due_to = |recipient, kind, about: PostId| Due {
        recipient,
        kind,
        subject: about.raw(),
        post_id: Some(about),
        comment_id: None,
        actor: post.author,
        source: post.id.raw(),
        at: post.at,
        fresh: true,
    };
    let mut due = Vec::new();
    if let Some((quoted, author)) = post.quoted {
        tell(&mut due, due_to(author, NotificationKind::Quote, quoted));
    }
    for mentioned in &post.mentioned {
        let mention = due_to(*mentioned, NotificationKind::Mention, post.id);
        tell(&mut due, mention);
    }
    due
}

/// The author of the comment that is answered is told, the post's author, and everybody who is
/// mentioned: each once, by what concerns him most, and nobody of what he did himself.
///
/// Who answered a comment that was deleted since concerned its author more than the post's; who
/// that was is no longer known. So what the post's author was told stays, and is not told anew.
#[must_use]
pub fn of_comment(comment: &CommentFacts) -> Vec<Due> {
    let due_to = |recipient, kind, subject, fresh| Due {
        recipient,
        kind,
        subject,
        post_id: Some(comment.post_id),
        comment_id: Some(comment.id),
        actor: comment.author,
        source: comment.id.raw(),
        at: comment.at,
        fresh,
    };
    let mut due = Vec::new();
    if let Parent::Comment(parent, Some(author)) = comment.parent {
        let reply = due_to(author, NotificationKind::Reply, parent.raw(), true);
        tell(&mut due, reply);
    }
    if let Some(author) = comment.post_author {
        let fresh = comment.parent != Parent::Tombstone;
        let post = comment.post_id.raw();
        let on_post = due_to(author, NotificationKind::Comment, post, fresh);
        tell(&mut due, on_post);
    }
    for mentioned in &comment.mentioned {
        let subject = comment.id.raw();
        let mention = due_to(*mentioned, NotificationKind::Mention, subject, true);
        tell(&mut due, mention);
    }
    due
}

fn tell(due: &mut Vec<Due>, new: Due) {
    let told = due.iter().any(|due| due.recipient == new.recipient);
    if !told && new.recipient != new.actor {
        due.push(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(letter: &str) -> UserId {
        UserId::parse(&letter.repeat(24)).expect("id")
    }

    fn comment(parent: Parent, post_author: &str, mentioned: &[&str]) -> CommentFacts {
        CommentFacts {
            id: CommentId::parse("nc6bzmkmd014706rfda898to").expect("id"),
            post_id: PostId::parse("pfh0haxfpzowht3oi213cqos").expect("id"),
            post_author: Some(user(post_author)),
            parent,
            author: user("a"),
            mentioned: mentioned.iter().map(|name| user(name)).collect(),
            at: Timestamp::from_micros(1),
        }
    }

    fn under(author: &str) -> Parent {
        let parent = CommentId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        Parent::Comment(parent, Some(user(author)))
    }

    fn told(facts: &CommentFacts) -> Vec<(UserId, NotificationKind, bool)> {
        let due = of_comment(facts);
        due.iter().map(|d| (d.recipient, d.kind, d.fresh)).collect()
    }

    #[test]
    fn each_is_told_once_by_what_concerns_him_most() {
        use NotificationKind::{Comment, Mention, Reply};
        let facts = comment(under("r"), "p", &["r", "m", "p", "m"]);
        let expected = [
            (user("r"), Reply, true),
            (user("p"), Comment, true),
            (user("m"), Mention, true),
        ];
        assert_eq!(told(&facts), expected);
        assert_eq!(
            told(&comment(under("p"), "p", &[])),
            [(user("p"), Reply, true)]
        );
        assert_eq!(
            told(&comment(Parent::Post, "p", &["p"])),
            [(user("p"), Comment, true)]
        );
    }

    #[test]
    fn nobody_is_told_of_what_he_did_himself() {
        assert_eq!(told(&comment(under("a"), "a", &["a"])), []);
        let post = PostFacts {
            id: PostId::parse("pfh0haxfpzowht3oi213cqos").expect("id"),
            author: user("a"),
            mentioned: vec![user("a"), user("m")],
            quoted: Some((quoted(), user("a"))),
            at: Timestamp::from_micros(1),
        };
        let due = of_post(&post);
        assert_eq!(
            due.iter().map(|d| d.recipient).collect::<Vec<_>>(),
            [user("m")]
        );
    }

    fn quoted() -> PostId {
        PostId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id")
    }

    #[test]
    fn who_is_quoted_is_told_of_his_post_and_of_no_mention() {
        let post = PostFacts {
            id: PostId::parse("pfh0haxfpzowht3oi213cqos").expect("id"),
            author: user("a"),
            mentioned: vec![user("q"), user("m")],
            quoted: Some((quoted(), user("q"))),
            at: Timestamp::from_micros(1),
        };
        let due = of_post(&post);
        let told: Vec<_> = due
            .iter()
            .map(|due| (due.recipient, due.kind, due.post_id, due.source))
            .collect();
        let by = post.id.raw();
        let expected = [
            (user("q"), NotificationKind::Quote, Some(quoted()), by),
            (user("m"), NotificationKind::Mention, Some(post.id), by),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn under_a_tombstone_nobody_is_told_anew() {
        use NotificationKind::{Comment, Mention};
        let facts = comment(Parent::Tombstone, "p", &["m"]);
        let expected = [(user("p"), Comment, false), (user("m"), Mention, true)];
        assert_eq!(told(&facts), expected);
    }
}
