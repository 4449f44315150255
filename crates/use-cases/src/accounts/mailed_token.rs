//! What every use of a mailed token begins with.

use thoughts_domain::accounts::{TokenPurpose, User};
use thoughts_domain::time::Timestamp;

use super::TokenHash;
use crate::mail::MailKind;
use crate::storage::{StorageError, UnitOfWork};

/// Locks the owner of a good token, uses the token up, and takes mails that would make it good
/// again out of the queue. None for a token that is not good, or no longer.
pub(super) async fn use_up(
    work: &mut dyn UnitOfWork,
    purpose: TokenPurpose,
    hash: &TokenHash,
    now: Timestamp,
) -> Result<Option<User>, StorageError> {
    let found = work.one_time_tokens().find(purpose, hash).await?;
    let Some(token) = found.filter(|token| !token.is_expired(now)) else {
        return Ok(None);
    };
    // First the user, as everywhere; whoever comes second finds the token used.
    let Some(user) = work.users().lock(token.user_id).await? else {
        return Ok(None);
    };
    if !work.one_time_tokens().consume(purpose, hash).await? {
        return Ok(None);
    }
    withdraw(work, &user, purpose).await?;
    Ok(Some(user))
}

/// Makes tokens of a locked user bad: the one that he has, and one that is still to be mailed.
pub(super) async fn withdraw(
    work: &mut dyn UnitOfWork,
    user: &User,
    purpose: TokenPurpose,
) -> Result<(), StorageError> {
    work.one_time_tokens().revoke(user.id, purpose).await?;
    work.mails()
        .withdraw(user.id, MailKind::from(purpose))
        .await
}
