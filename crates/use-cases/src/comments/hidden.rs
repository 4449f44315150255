//! Whether a moderator keeps a comment from being read.

use thoughts_domain::comments::Comment;

use crate::storage::{StorageError, UnitOfWork};

/// Whether a locked comment is hidden, or the post that it is on.
pub(super) async fn is_hidden(
    work: &mut dyn UnitOfWork,
    comment: &Comment,
) -> Result<bool, StorageError> {
    if comment.hidden {
        return Ok(true);
    }
    // Locked already, with the comment.
    let post = work.posts().lock(comment.post_id).await?;
    Ok(post.is_some_and(|post| post.hidden))
}
