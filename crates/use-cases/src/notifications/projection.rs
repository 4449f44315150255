//! Making all notifications again.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, NotificationId, PostId};

use super::reconcile::Look;
use super::{Filing, NotificationReader};
use crate::readers::{Projection, ReaderError};
use crate::storage::UnitOfWork;

/// How many posts, comments or notifications a step looks at: so many that what a step costs by
/// itself does not count, so few that nobody waits long for it.
const STEP: u32 = 4_000;

/// Where a rebuild is: each phase goes over everything of one kind. What hangs on posts and
/// comments that are gone went with them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    Posts(Option<PostId>),
    /// Post by post.
    Comments(Option<(PostId, CommentId)>),
    /// Notifications that are left without anybody.
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
            _ => Self::Posts(PostId::parse(after).ok()),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Posts(None) => "posts/".to_owned(),
            Self::Posts(Some(post)) => format!("posts/{post}"),
            Self::Comments(None) => "comments/".to_owned(),
            Self::Comments(Some((post, comment))) => format!("comments/{post}/{comment}"),
            Self::Empty(None) => "empty/".to_owned(),
            Self::Empty(Some(notification)) => format!("empty/{notification}"),
        }
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
        let mut look = Look::default();
        let next = match Place::parse(after) {
            Place::Posts(after) => {
                look.posts = work.notifications().next_posts(after, STEP).await?;
                let last = look.posts.last().copied();
                last.map_or(Place::Comments(None), |last| Place::Posts(Some(last)))
            }
            Place::Comments(after) => {
                let found = work.notifications().next_comments(after, STEP).await?;
                look.comments = found.iter().map(|(_, comment)| *comment).collect();
                let last = found.last().copied();
                last.map_or(Place::Empty(None), |last| Place::Comments(Some(last)))
            }
            Place::Empty(after) => {
                let last = work.notifications().prune(after, STEP).await?;
                return Ok(last.map(|last| Place::Empty(Some(last)).text()));
            }
        };
        look.reconcile(work, &*self.ids, Filing::ByTime).await?;
        Ok(Some(next.text()))
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
        assert_eq!(Place::parse(None), Place::Posts(None));
        assert_eq!(Place::parse(Some("filed/x")), Place::Posts(None));
        let old = format!("comments/{id}");
        assert_eq!(Place::parse(Some(&old)), Place::Comments(None));
    }
}
