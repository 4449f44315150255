//! Reads of accounts.

use std::cmp::Reverse;

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

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::UserRow;

#[async_trait]
impl AccountQueries for MemoryStorage {
    async fn profile(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError> {
        Ok(self.positioned(|state| {
            let user = state.users.get(&id).and_then(UserRow::view);
            user.filter(|_| state.shows(id, viewer))
        }))
    }

    async fn profile_by_handle(
        &self,
        handle: &Handle,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError> {
        Ok(self.positioned(|state| {
            let mut users = state.live_users();
            users
                .find(|row| row.shown.handle == handle.as_str())
                .and_then(UserRow::view)
                .filter(|user| state.shows(user.summary.id, viewer))
        }))
    }

    async fn renamed(
        &self,
        former: &Handle,
        viewer: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<Handle>, StorageError> {
        Ok(self.read(|state| {
            let user = state.renamed(former.as_str(), now);
            user.filter(|user| state.shows(user.id, viewer))
                .map(|user| user.handle.clone())
        }))
    }

    async fn profiles(
        &self,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<UserView, TimeKey>>, StorageError> {
        let key = |user: &UserView| TimeKey {
            at: user.created_at,
            id: user.summary.id.raw(),
        };
        Ok(self.positioned(|state| {
            let users = state.live_users().filter_map(UserRow::view);
            let mut users: Vec<_> = users
                .filter(|user| state.shows(user.summary.id, viewer))
                .collect();
            users.sort_by_key(|user| Reverse(key(user)));
            page_of(&users, page, key, |a, b| a > b)
        }))
    }

    async fn own_account(
        &self,
        id: UserId,
    ) -> Result<Positioned<Option<OwnAccountView>>, StorageError> {
        Ok(self.positioned(|state| state.own_account(id)))
    }

    async fn credentials(&self, login: &Login) -> Result<Option<Credentials>, StorageError> {
        Ok(self.read(|state| {
            let mut accounts = state.users.values().filter_map(|row| row.account.as_ref());
            let account = accounts.find(|account| match login {
                Login::Handle(handle) => account.user.handle == *handle,
                Login::Email(email) => account.user.email.as_ref() == Some(email),
            });
            account.map(|account| Credentials {
                user_id: account.user.id,
                standing: account.user.standing(),
                password: account.password.clone(),
            })
        }))
    }

    async fn password(&self, id: UserId) -> Result<Option<PasswordHash>, StorageError> {
        Ok(self.read(|state| {
            let account = state.users.get(&id)?.account.as_ref()?;
            account.password.clone()
        }))
    }

    async fn outside_account(
        &self,
        identity: &OutsideIdentity,
    ) -> Result<OutsideAccount, StorageError> {
        Ok(self.read(|state| state.outside_account(identity)))
    }

    async fn sessions(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
        now: Timestamp,
    ) -> Result<Positioned<Page<SessionView, TimeKey>>, StorageError> {
        let key = |session: &SessionView| TimeKey {
            at: session.created_at,
            id: session.id.raw(),
        };
        Ok(self.positioned(|state| {
            let his = state
                .sessions
                .values()
                .filter(|session| session.user_id == user && session.expires_at > now);
            let mut sessions: Vec<_> = his
                .map(|session| SessionView {
                    id: session.id,
                    user_agent: session.user_agent.clone(),
                    created_at: session.created_at,
                    last_used_at: session.last_used_at,
                    expires_at: session.expires_at,
                })
                .collect();
            sessions.sort_by_key(|session| Reverse(key(session)));
            page_of(&sessions, page, key, |a, b| a > b)
        }))
    }
}
