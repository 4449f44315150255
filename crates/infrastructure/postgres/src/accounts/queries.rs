//! Reads of accounts.

use async_trait::async_trait;
use thoughts_domain::accounts::{Handle, OutsideIdentity};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    AccountQueries, Credentials, Login, OutsideAccount, OwnAccountView, PasswordHash, SessionView,
    UserView,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{UserRow, user_rows};
use super::{credentials, handles, outside_identities, session_queries};
use crate::errors::storage_error;
use crate::paging::{Edge, Order, assemble, positioned};
use crate::storage::PostgresStorage;

#[async_trait]
impl AccountQueries for PostgresStorage {
    async fn profile(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError> {
        let row = user_rows!("u.id = $2", viewer, id.as_str())
            .fetch_one(&self.pool)
            .await
            .map_err(storage_error)?;
        profile(row)
    }

    async fn profile_by_handle(
        &self,
        handle: &Handle,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError> {
        let row = user_rows!("u.handle = $2", viewer, handle.as_str())
            .fetch_one(&self.pool)
            .await
            .map_err(storage_error)?;
        profile(row)
    }

    async fn renamed(
        &self,
        former: &Handle,
        viewer: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<Handle>, StorageError> {
        handles::renamed(&self.pool, former, viewer, now).await
    }

    async fn profiles(
        &self,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<UserView, TimeKey>>, StorageError> {
        let edge = Edge::newest_first(page);
        let limit = page.limit.and_one();
        let rows = if page.is_backward() {
            user_rows!(
                "(u.created_at, u.id) > ($2, $3) ORDER BY u.created_at, u.id LIMIT $4",
                viewer,
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all(&self.pool)
            .await
        } else {
            user_rows!(
                "(u.created_at, u.id) < ($2, $3) ORDER BY u.created_at DESC, u.id DESC LIMIT $4",
                viewer,
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all(&self.pool)
            .await
        }
        .map_err(storage_error)?;
        let follows = page.is_backward() && self.profile_follows(viewer, &edge).await?;
        let (position, epoch) = head(&rows);
        let mut users = Vec::with_capacity(rows.len());
        for row in rows {
            users.extend(row.profile()?);
        }
        let page = assemble(
            users,
            page,
            Order::Descending,
            follows,
            |user: &UserView| TimeKey {
                at: user.created_at,
                id: user.summary.id.raw(),
            },
        );
        Ok(positioned(position, &epoch, page)?)
    }

    async fn own_account(
        &self,
        id: UserId,
    ) -> Result<Positioned<Option<OwnAccountView>>, StorageError> {
        let row = user_rows!("u.id = $2", None::<UserId>, id.as_str())
            .fetch_one(&self.pool)
            .await
            .map_err(storage_error)?;
        let (position, epoch) = (row.position, row.epoch.clone());
        Ok(positioned(position, &epoch, row.own_account()?)?)
    }

    async fn credentials(&self, login: &Login) -> Result<Option<Credentials>, StorageError> {
        credentials::find(&self.pool, login).await
    }

    async fn password(&self, id: UserId) -> Result<Option<PasswordHash>, StorageError> {
        credentials::password(&self.pool, id).await
    }

    async fn outside_account(
        &self,
        identity: &OutsideIdentity,
    ) -> Result<OutsideAccount, StorageError> {
        outside_identities::find(&self.pool, identity).await
    }

    async fn sessions(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
        now: Timestamp,
    ) -> Result<Positioned<Page<SessionView, TimeKey>>, StorageError> {
        session_queries::page(&self.pool, user, page, now).await
    }
}

impl PostgresStorage {
    async fn profile_follows(
        &self,
        viewer: Option<UserId>,
        edge: &Edge,
    ) -> Result<bool, StorageError> {
        sqlx::query_scalar!(
            r#"SELECT (SELECT u.id FROM users u
                   WHERE u.deleted_at IS NULL AND (u.created_at, u.id) <= ($2, $3)
                       AND ($1::text IS NULL OR NOT EXISTS (
                           SELECT FROM hidden_by_block x
                           WHERE x.viewer_id = $1 AND x.user_id = u.id))
                   ORDER BY u.created_at DESC, u.id DESC LIMIT 1) IS NOT NULL AS "follows!""#,
            viewer.as_ref().map(UserId::as_str),
            edge.at,
            &edge.id,
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)
    }
}

fn profile(row: UserRow) -> Result<Positioned<Option<UserView>>, StorageError> {
    let (position, epoch) = (row.position, row.epoch.clone());
    Ok(positioned(position, &epoch, row.profile()?)?)
}

/// The place in the log, which every row carries; there is always one.
pub(super) fn head(rows: &[UserRow]) -> (i64, String) {
    rows.first()
        .map(|row| (row.position, row.epoch.clone()))
        .unwrap_or_default()
}
