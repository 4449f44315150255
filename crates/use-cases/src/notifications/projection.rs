//! Making all notifications again.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, Cuid, PostId};

use super::reconcile::Look;
use super::{Filing, NotificationReader, Sources};
use crate::readers::{Projection, ReaderError};
use crate::storage::UnitOfWork;

/// How many posts or comments a step looks at.
const STEP: u32 = 500;

/// Where a rebuild is, in this order: `posts`, `comments`, `filed`, `empty`, each but the last
/// with the id that was looked at last.
struct Place {
    phase: &'static str,
    after: Option<Cuid>,
}

const PHASES: [&str; 4] = ["posts", "comments", "filed", "empty"];

impl Place {
    fn parse(text: Option<&str>) -> Self {
        let (phase, id) = text
            .and_then(|text| text.split_once('/'))
            .unwrap_or_default();
        let mut phases = PHASES.into_iter();
        Self {
            phase: phases.find(|known| *known == phase).unwrap_or(PHASES[0]),
            after: Cuid::parse(id).ok(),
        }
    }

    /// The place after a step that ended with `last`; the next phase when it found nothing.
    fn after(&self, last: Option<&Cuid>) -> Option<String> {
        if let Some(last) = last {
            return Some(format!("{}/{last}", self.phase));
        }
        let next = PHASES
            .iter()
            .skip_while(|phase| **phase != self.phase)
            .nth(1)?;
        Some(format!("{next}/"))
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
        let place = Place::parse(after);
        let sources = match place.phase {
            "posts" => Sources::Posts,
            "comments" => Sources::Comments,
            "filed" => Sources::Filed,
            _ => {
                let gone = work.notifications().prune(STEP).await?;
                return Ok((gone > 0).then(|| "empty/".to_owned()));
            }
        };
        let ids = work
            .notifications()
            .next(sources, place.after, STEP)
            .await?;
        let mut look = Look::default();
        if matches!(sources, Sources::Posts | Sources::Filed) {
            look.posts = ids.iter().copied().map(PostId::new).collect();
        }
        if matches!(sources, Sources::Comments | Sources::Filed) {
            look.comments = ids.iter().copied().map(CommentId::new).collect();
        }
        look.reconcile(work, &*self.ids, Filing::ByTime).await?;
        Ok(place.after(ids.last()))
    }
}
