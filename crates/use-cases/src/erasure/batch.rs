//! One bounded batch of a step.

use thoughts_domain::ids::UserId;

use super::{ErasureJob, ErasureStep};
use crate::storage::{StorageError, UnitOfWork};

/// What a batch has left of its step.
pub(super) enum Left {
    /// Nothing.
    Nothing,
    /// Something, from here on.
    From(u64),
}

/// Takes about `limit` rows of the job's step.
pub(super) async fn take(
    work: &mut dyn UnitOfWork,
    job: &ErasureJob,
    limit: u32,
) -> Result<Left, StorageError> {
    let user = job.user_id;
    match job.step {
        ErasureStep::WaitingEvents => {
            let next = work.outbox().erase_waiting(user, job.progress, limit);
            Ok(next.await?.map_or(Left::Nothing, Left::From))
        }
        ErasureStep::LoggedEvents => {
            let next = work.outbox().erase_logged(user, job.progress, limit);
            Ok(next.await?.map_or(Left::Nothing, Left::From))
        }
        ErasureStep::Relations => {
            let gone = work.graph().forget(user, limit).await?;
            Ok(if gone < limit {
                Left::Nothing
            } else {
                Left::From(0)
            })
        }
        ErasureStep::Reactions => {
            let gone = work.engagement().forget(user, limit).await?;
            Ok(if gone < limit {
                Left::Nothing
            } else {
                Left::From(0)
            })
        }
        ErasureStep::Reports => {
            let forgotten = work.reports().forget(user, limit).await?;
            Ok(if forgotten < limit {
                Left::Nothing
            } else {
                Left::From(0)
            })
        }
        ErasureStep::Posts => posts(work, user, limit).await,
        ErasureStep::Comments => comments(work, user, limit).await,
        ErasureStep::Account => {
            work.users().remove(user).await?;
            Ok(Left::Nothing)
        }
    }
}

async fn posts(
    work: &mut dyn UnitOfWork,
    author: UserId,
    limit: u32,
) -> Result<Left, StorageError> {
    let posts = work.posts().of_author(author, limit).await?;
    if posts.is_empty() {
        return Ok(Left::Nothing);
    }
    let mut room = limit;
    for post in posts {
        if room == 0 {
            break;
        }
        let gone = work.engagement().strip_post(post, room).await?;
        room = room.saturating_sub(gone);
        if room > 0 {
            let gone = work.posts().delete_some(post, room).await?;
            room = room.saturating_sub(gone);
        }
    }
    Ok(Left::From(0))
}

async fn comments(
    work: &mut dyn UnitOfWork,
    author: UserId,
    limit: u32,
) -> Result<Left, StorageError> {
    let comments = work.comments().of_author(author, limit).await?;
    if comments.is_empty() {
        return Ok(Left::Nothing);
    }
    let mut room = limit;
    for id in comments {
        let gone = work.engagement().strip_comment(id, room).await?;
        room = room.saturating_sub(gone);
        if room == 0 {
            break;
        }
        // Its post may have gone between the two.
        if let Some(comment) = work.comments().lock(id).await? {
            work.comments().delete(&comment).await?;
        }
        room -= 1;
    }
    Ok(Left::From(0))
}
