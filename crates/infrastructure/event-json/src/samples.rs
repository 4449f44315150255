//! One of each event, with everything private filled in.

use thoughts_domain::accounts::{
    AvatarUrl, Bio, ContentRemoval, DisplayName, Email, Handle, Language, ProfileChange, Settings,
    User, UserRegistered,
};
use thoughts_domain::comments::{Comment, CommentBody};
use thoughts_domain::engagement::{Reaction, Target};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::posts::{Mentioned, Post, PostBody};
use thoughts_domain::second_factor::{SecondFactor, SecondFactorChange};
use thoughts_domain::time::Timestamp;

pub const USER: &str = "tz4a98xxat96iws9zmbrgj3a";
pub const POST: &str = "nc6bzmkmd014706rfda898to";
pub const COMMENT: &str = "ftb6n2wmp0a6k3cvcqn0a11z";
pub const QUOTED: &str = "u9x6g3v1k2m8q4r7s5t0w1y2";
pub const PARENT: &str = "pfh0haxfpzowht3oi213cqos";

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_767_225_600_000_001 + seconds * 1_000_000)
}

pub fn user() -> User {
    let email = Email::parse("secret.address@example.org").expect("email");
    let handle = Handle::parse("ada").expect("handle");
    let name = DisplayName::parse("Ada \"L\"").expect("name");
    let id = UserId::parse(USER).expect("id");
    User::register(id, handle, name, email, Settings::default(), at(0)).0
}

pub fn post(body: &str) -> Post {
    let mentions = vec![Mentioned {
        id: UserId::parse(USER).expect("id"),
        handle: Handle::parse("ada").expect("handle"),
    }];
    let author = UserId::parse(USER).expect("id");
    let body = PostBody::parse(body).expect("body");
    let id = PostId::parse(POST).expect("id");
    Post::publish(
        id,
        author,
        body,
        mentions,
        PostId::parse(QUOTED).ok(),
        at(1),
    )
    .0
}

pub fn comment(parent: Option<&Comment>, body: &str) -> Comment {
    let id = CommentId::parse(if parent.is_some() { COMMENT } else { PARENT }).expect("id");
    let body = CommentBody::parse(body).expect("body");
    let author = UserId::parse(USER).expect("id");
    let post = PostId::parse(POST).expect("id");
    Comment::add(id, post, parent, author, body, at(2))
        .expect("a comment")
        .0
}

/// One of each kind, in the order of [`DomainEvent::TYPES`].
pub fn events() -> Vec<DomainEvent> {
    let user = user();
    let registered = UserRegistered { user: user.clone() };
    let mut changed = user.clone();
    let change = ProfileChange {
        bio: Bio::parse("line\nbreak").ok(),
        avatar_url: Some(AvatarUrl::parse("https://a.example/x.png").ok()),
        settings: Some(Settings {
            language: Language::Pt,
        }),
        ..ProfileChange::default()
    };
    let change = changed.change_profile(change).expect("a change");

    let mut moderated = user.clone();
    let suspension = moderated.suspend(None, at(5)).expect("a suspension");
    let its_end = moderated.unsuspend(Some(user.id)).expect("its end");

    let published = post("Hello @ada, #Rust!");
    let (_, publication) = Post::publish(
        published.id,
        published.author_id,
        published.body.clone(),
        published.mentions.clone(),
        published.quoted_post_id,
        published.created_at,
    );
    let mut edited = published.clone();
    let body = PostBody::parse("Bye.").expect("body");
    let (_, edition) = edited.edit(body, Vec::new(), at(3)).expect("an edit");

    let top = comment(None, "First.");
    let reply = comment(Some(&top), "Second.");
    let mut edited_reply = reply.clone();
    let body = CommentBody::parse("Third.").expect("body");
    let comment_edit = edited_reply.edit(body, at(4)).expect("an edit");

    let mut events = vec![
        DomainEvent::UserRegistered(registered),
        DomainEvent::UserProfileChanged(change),
        DomainEvent::UserDeleted(user.delete(ContentRemoval::Anonymise)),
        DomainEvent::PostPublished(publication),
        DomainEvent::PostEdited(edition),
        DomainEvent::PostDeleted(edited.delete()),
        DomainEvent::CommentAdded(thoughts_domain::comments::CommentAdded { comment: reply }),
        DomainEvent::CommentEdited(comment_edit),
        DomainEvent::CommentDeleted(edited_reply.delete()),
    ];
    events.extend(RelationKind::ALL.into_iter().flat_map(relation));
    events.push(DomainEvent::UserSuspended(suspension));
    events.push(DomainEvent::UserUnsuspended(its_end));
    let factor = SecondFactor::begin(moderated.id, at(6));
    let factors = SecondFactorChange::ALL.map(|change| factor.changed(change, moderated.version));
    events.extend(factors.map(DomainEvent::SecondFactorChanged));
    events.extend(reactions());
    events.extend(hidings());
    events
}

fn reactions() -> impl Iterator<Item = DomainEvent> {
    let post_id = PostId::parse(POST).expect("id");
    let all = [
        Reaction::LikePost(post_id),
        Reaction::LikeComment(CommentId::parse(COMMENT).expect("id")),
        Reaction::Repost(post_id),
        Reaction::Bookmark(post_id),
    ];
    all.into_iter().flat_map(move |reaction| {
        let target = Target {
            post_id,
            version: 2,
        };
        let by = UserId::parse(USER).expect("id");
        let reacted = reaction.begin(target, by, at(6));
        [
            DomainEvent::Reacted(reacted),
            DomainEvent::ReactionTakenBack(reacted.take_back()),
        ]
    })
}

fn hidings() -> [DomainEvent; 4] {
    let (mut post, mut comment) = (post("Hidden."), comment(None, "Hidden too."));
    [
        DomainEvent::Hidden(post.hide().expect("hidden")),
        DomainEvent::Unhidden(post.unhide().expect("shown")),
        DomainEvent::Hidden(comment.hide().expect("hidden")),
        DomainEvent::Unhidden(comment.unhide().expect("shown")),
    ]
}

fn relation(kind: RelationKind) -> [DomainEvent; 2] {
    let user = |text| UserId::parse(text).expect("id");
    let begun = Relation::begin(kind, user(USER), 2, user(PARENT), at(5));
    let (relation, event) = begun.expect("somebody else");
    [
        DomainEvent::RelationBegun(event),
        DomainEvent::RelationEnded(relation.end(3)),
    ]
}
