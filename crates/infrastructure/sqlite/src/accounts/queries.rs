//! Reads of accounts: one statement each.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::{Handle, OutsideIdentity};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    AccountQueries, Credentials, Login, OutsideAccount, OwnAccountView, PasswordHash, SessionView,
    UserView,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::profiles::ProfileRow;
use super::user_rows::UserRow;
use super::{credentials, handles, outside_identities, profiles, session_rows, user_rows};
use crate::snapshot::Snapshot;
use crate::store::SqliteStorage;

#[async_trait]
impl AccountQueries for SqliteStorage {
    async fn profile(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError> {
        at_most_one(
            profiles::by_id(&self.readers, id, viewer).await?,
            ProfileRow::view,
        )
    }

    async fn profile_by_handle(
        &self,
        handle: &Handle,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError> {
        at_most_one(
            profiles::by_handle(&self.readers, handle, viewer).await?,
            ProfileRow::view,
        )
    }

    async fn renamed(
        &self,
        former: &Handle,
        viewer: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<Handle>, StorageError> {
        handles::renamed(&self.readers, former, viewer, now).await
    }

    async fn profiles(
        &self,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<UserView, TimeKey>>, StorageError> {
        let mut read = profiles::newest(&self.readers, viewer, page).await?;
        let views = all(&mut read.found, ProfileRow::view)?;
        let page = Page::assemble(views, page, Order::Descending, read.follows, |view| {
            TimeKey {
                at: view.created_at,
                id: view.summary.id.raw(),
            }
        });
        Ok(read.positioned(page))
    }

    async fn own_account(
        &self,
        id: UserId,
    ) -> Result<Positioned<Option<OwnAccountView>>, StorageError> {
        at_most_one(
            user_rows::by_id(&self.readers, id).await?,
            UserRow::own_view,
        )
    }

    async fn credentials(&self, login: &Login) -> Result<Option<Credentials>, StorageError> {
        credentials::of(&self.readers, login).await
    }

    async fn password(&self, id: UserId) -> Result<Option<PasswordHash>, StorageError> {
        credentials::password(&self.readers, id).await
    }

    async fn outside_account(
        &self,
        identity: &OutsideIdentity,
    ) -> Result<OutsideAccount, StorageError> {
        outside_identities::find(&self.readers, identity).await
    }

    async fn sessions(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
        now: Timestamp,
    ) -> Result<Positioned<Page<SessionView, TimeKey>>, StorageError> {
        let mut read = session_rows::of_user(&self.readers, user, page, now).await?;
        let views = all(&mut read.found, session_rows::SessionRow::view)?;
        let page = Page::assemble(views, page, Order::Descending, read.follows, |view| {
            TimeKey {
                at: view.created_at,
                id: view.id.raw(),
            }
        });
        Ok(read.positioned(page))
    }
}

fn at_most_one<R: crate::snapshot::SnapshotRow, V>(
    mut read: Snapshot<R>,
    view: impl Fn(R) -> Result<V, Inconsistency>,
) -> Result<Positioned<Option<V>>, StorageError> {
    let found = read.found.pop().map(view).transpose()?;
    Ok(read.positioned(found))
}

fn all<R, V>(
    rows: &mut Vec<R>,
    view: impl Fn(R) -> Result<V, Inconsistency>,
) -> Result<Vec<V>, Inconsistency> {
    rows.drain(..).map(view).collect()
}
