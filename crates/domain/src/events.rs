//! All that can happen, in one enum, and what every event tells of itself.

use crate::accounts::{
    UserDeleted, UserProfileChanged, UserRegistered, UserSuspended, UserUnsuspended,
};
use crate::comments::{CommentAdded, CommentDeleted, CommentEdited};
use crate::engagement::{Reacted, Reaction, ReactionTakenBack};
use crate::graph::{Relation, RelationBegun, RelationEnded, RelationKind};
use crate::ids::{Cuid, UserId};
use crate::moderation::{HiddenThing, Hiding};
use crate::posts::{PostDeleted, PostEdited, PostPublished};
use crate::second_factor::{SecondFactorChange, SecondFactorChanged};

/// Something that happened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DomainEvent {
    /// See [`UserRegistered`].
    UserRegistered(UserRegistered),
    /// See [`UserProfileChanged`].
    UserProfileChanged(UserProfileChanged),
    /// See [`UserDeleted`].
    UserDeleted(UserDeleted),
    /// See [`PostPublished`].
    PostPublished(PostPublished),
    /// See [`PostEdited`].
    PostEdited(PostEdited),
    /// See [`PostDeleted`].
    PostDeleted(PostDeleted),
    /// See [`CommentAdded`].
    CommentAdded(CommentAdded),
    /// See [`CommentEdited`].
    CommentEdited(CommentEdited),
    /// See [`CommentDeleted`].
    CommentDeleted(CommentDeleted),
    /// See [`RelationBegun`].
    RelationBegun(RelationBegun),
    /// See [`RelationEnded`].
    RelationEnded(RelationEnded),
    /// See [`Reacted`].
    Reacted(Reacted),
    /// See [`ReactionTakenBack`].
    ReactionTakenBack(ReactionTakenBack),
    /// See [`UserSuspended`].
    UserSuspended(UserSuspended),
    /// See [`UserUnsuspended`].
    UserUnsuspended(UserUnsuspended),
    /// A moderator hid it.
    Hidden(Hiding),
    /// A moderator shows it again.
    Unhidden(Hiding),
    /// See [`SecondFactorChanged`].
    SecondFactorChanged(SecondFactorChanged),
}

/// Who may learn of an event.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Audience {
    /// Everybody whom no block shuts out.
    Public,
    /// Only the user whom it concerns.
    Owner,
    /// Only those who run the service.
    Operator,
}

impl Audience {
    /// `public`, `owner` or `operator`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Owner => "owner",
            Self::Operator => "operator",
        }
    }
}

/// The kind of thing that an event happened to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AggregateType {
    /// A user.
    User,
    /// A post.
    Post,
    /// A comment.
    Comment,
}

impl AggregateType {
    /// `user`, `post` or `comment`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Post => "post",
            Self::Comment => "comment",
        }
    }
}

/// What every event tells of itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EventFacts {
    /// The type, such as `thoughts.post.published`: fixed for ever.
    pub event_type: &'static str,
    /// The kind of thing that it happened to.
    pub aggregate_type: AggregateType,
    /// Which thing.
    pub aggregate_id: Cuid,
    /// The thing's version after it.
    pub aggregate_version: u32,
    /// Who may learn of it.
    pub audience: Audience,
    /// Who did it.
    pub actor: UserId,
}

impl DomainEvent {
    /// Every event type, for schemas and filters.
    pub const TYPES: [&str; 33] = [
        "thoughts.user.registered",
        "thoughts.user.profile_changed",
        "thoughts.user.deleted",
        "thoughts.post.published",
        "thoughts.post.edited",
        "thoughts.post.deleted",
        "thoughts.comment.added",
        "thoughts.comment.edited",
        "thoughts.comment.deleted",
        "thoughts.user.followed",
        "thoughts.user.unfollowed",
        "thoughts.user.blocked",
        "thoughts.user.unblocked",
        "thoughts.user.muted",
        "thoughts.user.unmuted",
        "thoughts.user.suspended",
        "thoughts.user.unsuspended",
        "thoughts.user.second_factor_turned_on",
        "thoughts.user.second_factor_turned_off",
        "thoughts.user.recovery_codes_replaced",
        "thoughts.user.recovery_code_used",
        "thoughts.post.liked",
        "thoughts.post.unliked",
        "thoughts.comment.liked",
        "thoughts.comment.unliked",
        "thoughts.post.reposted",
        "thoughts.post.unreposted",
        "thoughts.post.bookmarked",
        "thoughts.post.unbookmarked",
        "thoughts.post.hidden",
        "thoughts.post.unhidden",
        "thoughts.comment.hidden",
        "thoughts.comment.unhidden",
    ];

    /// The one type that an erasure leaves whole: it says that an account has gone, and nothing
    /// else of it.
    pub const OF_ERASURE: &'static str = Self::TYPES[2];

    /// What the event tells of itself.
    #[must_use]
    pub fn facts(&self) -> EventFacts {
        match self {
            Self::UserRegistered(e) => user(Self::TYPES[0], e.user.id, e.user.version),
            Self::UserProfileChanged(e) => user(Self::TYPES[1], e.user.id, e.user.version),
            Self::UserDeleted(e) => user(Self::TYPES[2], e.user_id, e.version),
            Self::PostPublished(PostPublished { post: p }) => {
                post(Self::TYPES[3], p.id.raw(), p.version, p.author_id)
            }
            Self::PostEdited(PostEdited { post: p }) => {
                post(Self::TYPES[4], p.id.raw(), p.version, p.author_id)
            }
            Self::PostDeleted(e) => post(Self::TYPES[5], e.post_id.raw(), e.version, e.author_id),
            Self::CommentAdded(CommentAdded { comment: c }) => {
                comment(Self::TYPES[6], c.id.raw(), c.version, c.author_id)
            }
            Self::CommentEdited(CommentEdited { comment: c }) => {
                comment(Self::TYPES[7], c.id.raw(), c.version, c.author_id)
            }
            Self::CommentDeleted(e) => {
                comment(Self::TYPES[8], e.comment_id.raw(), e.version, e.author_id)
            }
            Self::RelationBegun(e) => {
                let types = [Self::TYPES[9], Self::TYPES[11], Self::TYPES[13]];
                relation(types, &e.relation, e.version)
            }
            Self::RelationEnded(e) => {
                let types = [Self::TYPES[10], Self::TYPES[12], Self::TYPES[14]];
                relation(types, &e.relation, e.version)
            }
            Self::Reacted(e) => reaction([21, 23, 25, 27], e),
            Self::ReactionTakenBack(e) => reaction([22, 24, 26, 28], &e.reacted),
            Self::UserSuspended(e) => moderated(Self::TYPES[15], e.user_id, e.version, e.by),
            Self::UserUnsuspended(e) => moderated(Self::TYPES[16], e.user_id, e.version, e.by),
            Self::Hidden(e) => hiding([29, 31], e),
            Self::Unhidden(e) => hiding([30, 32], e),
            Self::SecondFactorChanged(e) => second_factor(e),
        }
    }
}

/// `types` are of a follow, a block and a mute. Who blocks or mutes tells nobody.
const fn relation(types: [&'static str; 3], relation: &Relation, version: u32) -> EventFacts {
    let (event_type, audience) = match relation.kind {
        RelationKind::Follow => (types[0], Audience::Public),
        RelationKind::Block => (types[1], Audience::Owner),
        RelationKind::Mute => (types[2], Audience::Owner),
    };
    EventFacts {
        audience,
        ..user(event_type, relation.from, version)
    }
}

/// `types` are places in [`DomainEvent::TYPES`]: of a like of a post, a like of a comment, a repost
/// and a bookmark. What somebody keeps is his own business.
fn reaction(types: [usize; 4], reacted: &Reacted) -> EventFacts {
    let [like, comment_like, repost, bookmark] = types.map(|place| DomainEvent::TYPES[place]);
    let (subject, version) = (reacted.reaction.subject(), reacted.target.version);
    match reacted.reaction {
        Reaction::LikePost(_) => post(like, subject, version, reacted.by),
        Reaction::LikeComment(_) => comment(comment_like, subject, version, reacted.by),
        Reaction::Repost(_) => post(repost, subject, version, reacted.by),
        Reaction::Bookmark(_) => EventFacts {
            audience: Audience::Owner,
            ..post(bookmark, subject, version, reacted.by)
        },
    }
}

/// `types` are places in [`DomainEvent::TYPES`]: of a post and of a comment. Everybody has to learn
/// of it, and nobody who did it: so it counts as the author's own.
fn hiding(types: [usize; 2], e: &Hiding) -> EventFacts {
    let [of_post, of_comment] = types.map(|place| DomainEvent::TYPES[place]);
    match e.what {
        HiddenThing::Post(id) => post(of_post, id.raw(), e.version, e.author_id),
        HiddenThing::Comment(id, _) => comment(of_comment, id.raw(), e.version, e.author_id),
    }
}

const fn user(event_type: &'static str, id: UserId, version: u32) -> EventFacts {
    facts(event_type, AggregateType::User, id.raw(), version, id)
}

/// What was done to a user; never public, because it changes nothing that the public sees. Whoever
/// runs the program is no user: then it counts as the user's own, and is erased with him.
fn moderated(event_type: &'static str, id: UserId, version: u32, by: Option<UserId>) -> EventFacts {
    EventFacts {
        audience: Audience::Operator,
        actor: by.unwrap_or(id),
        ..user(event_type, id, version)
    }
}

/// How somebody signs in is his own affair.
const fn second_factor(event: &SecondFactorChanged) -> EventFacts {
    let event_type = match event.change {
        SecondFactorChange::TurnedOn => DomainEvent::TYPES[17],
        SecondFactorChange::TurnedOff => DomainEvent::TYPES[18],
        SecondFactorChange::RecoveryCodesReplaced => DomainEvent::TYPES[19],
        SecondFactorChange::RecoveryCodeUsed => DomainEvent::TYPES[20],
    };
    EventFacts {
        audience: Audience::Owner,
        ..user(event_type, event.user_id, event.version)
    }
}

const fn post(event_type: &'static str, id: Cuid, version: u32, actor: UserId) -> EventFacts {
    facts(event_type, AggregateType::Post, id, version, actor)
}

const fn comment(event_type: &'static str, id: Cuid, version: u32, actor: UserId) -> EventFacts {
    facts(event_type, AggregateType::Comment, id, version, actor)
}

const fn facts(
    event_type: &'static str,
    aggregate_type: AggregateType,
    aggregate_id: Cuid,
    aggregate_version: u32,
    actor: UserId,
) -> EventFacts {
    EventFacts {
        event_type,
        aggregate_type,
        aggregate_id,
        aggregate_version,
        audience: Audience::Public,
        actor,
    }
}
