//! Users within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{Handle, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::posts::Mentioned;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    ErasedName, OwnAccountView, PasswordHash, UserInsertion, UserRepository, UserSummary,
};
use thoughts_use_cases::storage::StorageError;

use crate::memory::state::{Account, State, UserRow};
use crate::memory::store::MemoryWork;

#[async_trait]
impl UserRepository for MemoryWork {
    async fn insert(
        &mut self,
        user: &User,
        password: Option<PasswordHash>,
    ) -> Result<UserInsertion, StorageError> {
        if !self.state.is_free(&user.handle, user.id, user.created_at) {
            return Ok(UserInsertion::HandleTaken);
        }
        let users = &mut self.state.users;
        let mut accounts = users.values().filter_map(|row| row.account.as_ref());
        if user.email.is_some() && accounts.any(|account| account.user.email == user.email) {
            return Ok(UserInsertion::EmailTaken);
        }
        let row = UserRow {
            shown: OwnAccountView::of_new(user).profile.summary,
            account: Some(Account {
                user: user.clone(),
                password,
            }),
            post_count: 0,
            follower_count: 0,
            following_count: 0,
        };
        users.insert(user.id, row);
        Ok(UserInsertion::Inserted)
    }

    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StorageError> {
        Ok(self.state.account(id).map(|account| account.user.clone()))
    }

    async fn lock_by_handle(&mut self, handle: &Handle) -> Result<Option<User>, StorageError> {
        Ok(self.state.user_of(handle.as_str()).cloned())
    }

    async fn hold(&mut self, id: UserId) -> Result<bool, StorageError> {
        Ok(self.state.account(id).is_some())
    }

    async fn rename(
        &mut self,
        id: UserId,
        from: &Handle,
        to: &Handle,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        Ok(self.state.rename(id, from, to, now))
    }

    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<(), StorageError> {
        if let Some(account) = self.state.account_mut(id) {
            account.user.email_verified_at = Some(now);
        }
        Ok(())
    }

    async fn update_profile(&mut self, user: &User) -> Result<(), StorageError> {
        let row = self.state.users.get_mut(&user.id);
        if let Some(row) = row
            && let Some(account) = &mut row.account
        {
            account.user = User {
                handle: account.user.handle.clone(),
                email_verified_at: account.user.email_verified_at,
                role: account.user.role,
                suspended_at: account.user.suspended_at,
                ..user.clone()
            };
            row.shown = OwnAccountView::of_new(&account.user).profile.summary;
        }
        Ok(())
    }

    async fn update_standing(&mut self, user: &User, now: Timestamp) -> Result<(), StorageError> {
        if let Some(account) = self.state.account_mut(user.id) {
            account.user.role = user.role;
            account.user.suspended_at = user.suspended_at;
            account.user.version = user.version;
        }
        self.state.note_standing(user.id, now);
        Ok(())
    }

    async fn view(&mut self, id: UserId) -> Result<Option<OwnAccountView>, StorageError> {
        Ok(self.state.own_account(id))
    }

    async fn resolve_handles(
        &mut self,
        handles: &[String],
        author: UserId,
        now: Timestamp,
    ) -> Result<Vec<Mentioned>, StorageError> {
        let mut found: Vec<Mentioned> = Vec::new();
        for handle in handles {
            let state = &self.state;
            let user = state.user_of(handle).or_else(|| state.renamed(handle, now));
            let user = user.filter(|user| {
                let anew = found.iter().all(|earlier| earlier.id != user.id);
                anew && state.shows(user.id, Some(author))
            });
            found.extend(user.map(|user| Mentioned {
                id: user.id,
                handle: user.handle.clone(),
            }));
        }
        Ok(found)
    }

    async fn owners_of_handles(
        &mut self,
        handles: &[String],
        now: Timestamp,
    ) -> Result<Vec<(String, UserId)>, StorageError> {
        let state = &self.state;
        let owners = handles.iter().filter_map(|handle| {
            let user = state
                .user_of(handle)
                .or_else(|| state.renamed(handle, now))?;
            Some((handle.clone(), user.id))
        });
        Ok(owners.collect())
    }

    async fn erase(
        &mut self,
        id: UserId,
        name: &ErasedName,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.state.forget_identities(id, now);
        self.state.erase_secrets_of(id);
        self.state.user_names.remove(&id);
        if let Some(row) = self.state.users.get_mut(&id) {
            row.account = None;
            row.shown = UserSummary {
                id,
                handle: name.handle.as_str().to_owned(),
                display_name: name.display_name.as_str().to_owned(),
                avatar_url: None,
            };
        }
        self.state.note_standing(id, now);
        Ok(())
    }

    async fn remove(&mut self, id: UserId) -> Result<(), StorageError> {
        let referred = self
            .state
            .posts
            .values()
            .any(|row| row.post.author_id == id)
            || self
                .state
                .comments
                .values()
                .any(|row| row.author() == Some(id));
        if referred {
            return Err(StorageError::Failed("something of his is there".into()));
        }
        self.state.users.remove(&id);
        Ok(())
    }
}

impl State {
    pub(super) fn account(&self, id: UserId) -> Option<&Account> {
        self.users.get(&id)?.account.as_ref()
    }

    pub(super) fn account_mut(&mut self, id: UserId) -> Option<&mut Account> {
        self.users.get_mut(&id)?.account.as_mut()
    }

    fn user_of(&self, handle: &str) -> Option<&User> {
        let mut users = self.users.values().filter_map(|row| row.account.as_ref());
        users
            .find(|account| account.user.handle.as_str() == handle)
            .map(|account| &account.user)
    }
}
