//! Making all notifications again.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::DeedKind;

use super::reconcile::Look;
use super::{Filing, NotificationReader};
use crate::readers::{Projection, ReaderError};
use crate::storage::UnitOfWork;

/// How many posts, comments or notifications a step looks at: so many that what a step costs by
/// itself does not count, so few that nobody waits long for it.
const STEP: u32 = 4_000;

/// The same where everybody waits anyway.
const LONG_STEP: u32 = 20_000;

/// Where a rebuild is: each phase goes over everything of one kind. What hangs on posts and
/// comments that are gone went with them; what was undone is found at last.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    Posts(Option<PostId>),
    /// Post by post.
    Comments(Option<(PostId, CommentId)>),
    Deeds(DeedKind, Option<(UserId, Cuid)>),
    /// Notifications of what was undone, and those that are left without anybody.
    Empty(Option<NotificationId>),
}

impl Place {
    /// The beginning for what it does not understand: to look once more does no harm.
    fn parse(text: Option<&str>) -> Self {
        let (phase, after) = text
            .and_then(|text| text.split_once('/'))
            .unwrap_or_default();
        match phase {
            "comments" => {
                let after = after.split_once('/').and_then(|(post, comment)| {
                    Some((PostId::parse(post).ok()?, CommentId::parse(comment).ok()?))
                });
                Self::Comments(after)
            }
            "empty" => Self::Empty(NotificationId::parse(after).ok()),
            phase => match DeedKind::ALL.into_iter().find(|kind| name(*kind) == phase) {
                Some(kind) => {
                    let after = after.split_once('/').and_then(|(by, target)| {
                        Some((UserId::parse(by).ok()?, Cuid::parse(target).ok()?))
                    });
                    Self::Deeds(kind, after)
                }
                None => Self::Posts(PostId::parse(after).ok()),
            },
        }
    }

    /// Where deeds of one kind come to their end.
    fn after(kind: DeedKind) -> Self {
        let mut later = DeedKind::ALL.into_iter().skip_while(|other| *other != kind);
        later
            .nth(1)
            .map_or(Self::Empty(None), |next| Self::Deeds(next, None))
    }

    fn text(self) -> String {
        match self {
            Self::Posts(None) => "posts/".to_owned(),
            Self::Posts(Some(post)) => format!("posts/{post}"),
            Self::Comments(None) => "comments/".to_owned(),
            Self::Comments(Some((post, comment))) => format!("comments/{post}/{comment}"),
            Self::Deeds(kind, None) => format!("{}/", name(kind)),
            Self::Deeds(kind, Some((by, target))) => format!("{}/{by}/{target}", name(kind)),
            Self::Empty(None) => "empty/".to_owned(),
            Self::Empty(Some(notification)) => format!("empty/{notification}"),
        }
    }
}

/// Names a phase of deeds.
const fn name(kind: DeedKind) -> &'static str {
    match kind {
        DeedKind::Follow => "follows",
        DeedKind::LikePost => "likes",
        DeedKind::LikeComment => "comment_likes",
        DeedKind::Repost => "reposts",
    }
}

#[async_trait]
impl Projection for NotificationReader {
    /// Nothing is thrown away that should be there, so that recipients notice nothing and what
    /// they have read stays read.
    async fn refill(
        &self,
        work: &mut dyn UnitOfWork,
        after: Option<&str>,
    ) -> Result<Option<String>, ReaderError> {
        let next = self.step(work, Place::parse(after), STEP).await?;
        Ok(next.map(Place::text))
    }

    async fn fill(&self, work: &mut dyn UnitOfWork) -> Result<bool, ReaderError> {
        if !work.notifications().begin_filling().await? {
            return Ok(false);
        }
        let mut next = Some(Place::Posts(None));
        // Somebody is in all that was told just now.
        while let Some(place) = next.filter(|place| !matches!(place, Place::Empty(_))) {
            next = self.step(work, place, LONG_STEP).await?;
        }
        work.notifications().all_filled().await?;
        Ok(true)
    }
}

impl NotificationReader {
    /// Looks at so many, and returns where to go on.
    async fn step(
        &self,
        work: &mut dyn UnitOfWork,
        place: Place,
        limit: u32,
    ) -> Result<Option<Place>, ReaderError> {
        let mut look = Look::default();
        let next = match place {
            Place::Posts(after) => {
                look.posts = work.notifications().next_posts(after, limit).await?;
                let last = look.posts.last().copied();
                last.map_or(Place::Comments(None), |last| Place::Posts(Some(last)))
            }
            Place::Comments(after) => {
                let found = work.notifications().next_comments(after, limit).await?;
                look.comments = found.iter().map(|(_, comment)| *comment).collect();
                let last = found.last().copied();
                let deeds = Place::Deeds(DeedKind::ALL[0], None);
                last.map_or(deeds, |last| Place::Comments(Some(last)))
            }
            Place::Deeds(kind, after) => {
                look.deeds = work.notifications().next_deeds(kind, after, limit).await?;
                let last = look.deeds.last();
                last.map_or(Place::after(kind), |last| {
                    Place::Deeds(kind, Some((last.by, last.target)))
                })
            }
            Place::Empty(after) => {
                let undone = work.notifications().undone(after, limit).await?;
                if !undone.is_empty() {
                    work.notifications().take_back(&undone).await?;
                }
                let last = work.notifications().prune(after, limit).await?;
                return Ok(last.map(|last| Place::Empty(Some(last))));
            }
        };
        look.reconcile(work, &*self.ids, Filing::ByTime).await?;
        Ok(Some(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_back_and_anything_else_begins_anew() {
        let id = "nc6bzmkmd014706rfda898to";
        let post = PostId::parse(id).expect("id");
        let comment = CommentId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        let notification = NotificationId::parse(id).expect("id");
        for place in [
            Place::Posts(None),
            Place::Posts(Some(post)),
            Place::Comments(None),
            Place::Comments(Some((post, comment))),
            Place::Empty(None),
            Place::Empty(Some(notification)),
        ] {
            assert_eq!(Place::parse(Some(&place.text())), place);
        }
        let by = UserId::parse(id).expect("id");
        for kind in DeedKind::ALL {
            for after in [None, Some((by, comment.raw()))] {
                let place = Place::Deeds(kind, after);
                assert_eq!(Place::parse(Some(&place.text())), place);
            }
        }
        assert_eq!(Place::parse(None), Place::Posts(None));
        assert_eq!(Place::parse(Some("filed/x")), Place::Posts(None));
        let mut seen = vec![DeedKind::ALL[0]];
        while let Place::Deeds(next, None) = Place::after(seen[seen.len() - 1]) {
            seen.push(next);
        }
        assert_eq!(seen, DeedKind::ALL, "one phase after the other");
        let old = format!("comments/{id}");
        assert_eq!(Place::parse(Some(&old)), Place::Comments(None));
    }
}
