//! What others do while somebody walks.

use proptest::prelude::*;
use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::graph::RelationKind;

use super::town::Town;

/// One thing that somebody does; numbers pick one of those that are there.
#[derive(Clone, Copy, Debug)]
pub enum Move {
    Register,
    Publish(usize),
    PublishMine,
    EditPost,
    DeletePost(usize),
    Comment(usize),
    CommentMine(usize),
    Reply(usize),
    CommentOnMine(usize, usize),
    DeleteComment(usize),
    Relate(RelationKind, usize, bool),
    Unrelate(RelationKind, usize, bool),
    BlockBetween(usize, usize),
    React(usize),
    TakeBack(usize),
    Quote(usize),
    Keep(usize),
    DropKept(usize),
    OpenSession,
    EndSession(usize),
    Log,
    MarkRead,
    Erase(usize, ContentRemoval),
}

fn kind() -> impl Strategy<Value = RelationKind> {
    prop_oneof![
        Just(RelationKind::Follow),
        Just(RelationKind::Block),
        Just(RelationKind::Mute),
    ]
}

/// Any of them.
pub fn a_move() -> impl Strategy<Value = Move> {
    let n = 0..1_000_usize;
    let removal = prop_oneof![
        Just(ContentRemoval::Delete),
        Just(ContentRemoval::Anonymise)
    ];
    prop_oneof![
        1 => Just(Move::Register),
        2 => n.clone().prop_map(Move::Publish),
        2 => Just(Move::PublishMine),
        2 => Just(Move::EditPost),
        3 => n.clone().prop_map(Move::DeletePost),
        2 => n.clone().prop_map(Move::Comment),
        1 => n.clone().prop_map(Move::CommentMine),
        2 => n.clone().prop_map(Move::Reply),
        3 => (n.clone(), n.clone()).prop_map(|(a, b)| Move::CommentOnMine(a, b)),
        4 => n.clone().prop_map(Move::DeleteComment),
        4 => (kind(), n.clone(), any::<bool>()).prop_map(|(k, a, b)| Move::Relate(k, a, b)),
        4 => (kind(), n.clone(), any::<bool>()).prop_map(|(k, a, b)| Move::Unrelate(k, a, b)),
        2 => (n.clone(), n.clone()).prop_map(|(a, b)| Move::BlockBetween(a, b)),
        3 => n.clone().prop_map(Move::React),
        3 => n.clone().prop_map(Move::TakeBack),
        2 => n.clone().prop_map(Move::Quote),
        2 => n.clone().prop_map(Move::Keep),
        2 => n.clone().prop_map(Move::DropKept),
        1 => Just(Move::OpenSession),
        1 => n.clone().prop_map(Move::EndSession),
        1 => Just(Move::Log),
        1 => Just(Move::MarkRead),
        1 => (n, removal).prop_map(|(a, removal)| Move::Erase(a, removal)),
    ]
}

fn pick<T: Clone>(from: &[T], number: usize) -> Option<T> {
    from.get(number.checked_rem(from.len())?).cloned()
}

impl Town<'_> {
    /// Lets it happen, where there is somebody to do it.
    pub async fn take(&mut self, next: Move) -> Option<()> {
        match next {
            Move::Register => self.newcomer().await,
            Move::Publish(who) => {
                let author = pick(&self.others, who)?;
                self.publish(&author).await;
            }
            Move::PublishMine => self.publish(&self.me.clone()).await,
            Move::EditPost => self.edit().await,
            Move::DeletePost(which) => {
                let post = pick(&self.posts, which)?;
                self.delete_post(post.id).await;
            }
            Move::Comment(who) => {
                let author = pick(&self.others, who)?;
                self.comment(&author, &self.post.clone()).await;
            }
            Move::CommentMine(which) => {
                let post = pick(&self.posts, which)?;
                self.comment(&self.me.clone(), &post).await;
            }
            Move::CommentOnMine(who, which) => {
                let author = pick(&self.others, who)?;
                let mine = self.posts.iter().filter(|p| p.author_id == self.me.id);
                let post = pick(&mine.cloned().collect::<Vec<_>>(), which)?;
                self.comment(&author, &post).await;
            }
            Move::Reply(who) => {
                let author = pick(&self.others, who)?;
                self.reply(&author).await;
            }
            Move::DeleteComment(which) => {
                let comment = pick(&self.comments, which)?;
                self.delete_comment(&comment).await;
            }
            Move::Relate(kind, who, mine) => {
                let other = pick(&self.others, who)?;
                self.relate(kind, &other, mine).await;
            }
            Move::Unrelate(kind, who, mine) => {
                let other = pick(&self.others, who)?;
                self.unrelate(kind, &other, mine).await;
            }
            Move::BlockBetween(one, other) => {
                let (one, other) = (pick(&self.others, one)?, pick(&self.others, other)?);
                if one.id != other.id {
                    self.scene.relate(RelationKind::Block, &one, &other).await;
                }
            }
            Move::React(who) => {
                let other = pick(&self.others, who)?;
                self.react(&other).await;
            }
            Move::TakeBack(who) => {
                let other = pick(&self.others, who)?;
                self.take_back(&other).await;
            }
            Move::Quote(who) => {
                let author = pick(&self.others, who)?;
                self.quote(&author).await;
            }
            Move::Keep(which) => self.keep(&pick(&self.posts, which)?).await,
            Move::DropKept(which) => self.drop_kept(&pick(&self.posts, which)?).await,
            Move::OpenSession => self.open_session().await,
            Move::EndSession(which) => {
                let session = pick(&self.sessions, which)?;
                self.end_session(session).await;
            }
            Move::Log => self.log().await,
            Move::MarkRead => super::super::notified::mark(self.scene, &self.me, None).await,
            Move::Erase(who, removal) => {
                let user = pick(&self.others, who)?;
                self.erase(&user, removal).await;
            }
        }
        Some(())
    }
}
