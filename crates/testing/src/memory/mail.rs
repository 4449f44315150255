//! The queue of mails.

use async_trait::async_trait;
use thoughts_domain::accounts::Email;
use thoughts_domain::ids::{MailId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::mail::{
    ClaimedMail, MailKind, MailQueries, MailRepository, NewMail, Recipient,
};
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::state::{MailRow, State};
use super::store::MemoryWork;

#[async_trait]
impl MailRepository for MemoryWork {
    async fn enqueue(&mut self, mail: &NewMail) -> Result<(), StorageError> {
        if self.state.address_of(mail.user_id).is_none() {
            return Ok(());
        }
        self.withdraw(mail.user_id, mail.kind).await?;
        let row = MailRow {
            mail: *mail,
            due_at: mail.created_at,
            attempts: 0,
        };
        self.state.mails.insert(mail.id, row);
        Ok(())
    }

    async fn withdraw(&mut self, user: UserId, kind: MailKind) -> Result<(), StorageError> {
        let mails = &mut self.state.mails;
        mails.retain(|_, row| row.mail.user_id != user || row.mail.kind != kind);
        Ok(())
    }

    async fn claim(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ClaimedMail>, StorageError> {
        let due = self
            .state
            .mails
            .values_mut()
            .filter(|row| row.due_at <= now);
        let Some(row) = due.min_by_key(|row| (row.due_at, row.mail.id)) else {
            return Ok(None);
        };
        row.due_at = until;
        row.attempts += 1;
        let row = row.clone();
        Ok(self.state.claimed(&row))
    }

    async fn is_waiting(&mut self, id: MailId) -> Result<bool, StorageError> {
        Ok(self.state.mails.contains_key(&id))
    }

    async fn remove(&mut self, id: MailId) -> Result<(), StorageError> {
        self.state.mails.remove(&id);
        Ok(())
    }

    async fn postpone(&mut self, id: MailId, until: Timestamp) -> Result<(), StorageError> {
        if let Some(row) = self.state.mails.get_mut(&id) {
            row.due_at = until;
        }
        Ok(())
    }

    async fn note_forgotten(
        &mut self,
        id: MailId,
        email: &Email,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.state.forgotten.insert((now, id), email.clone());
        Ok(())
    }

    async fn take_forgotten(&mut self, limit: u32) -> Result<Vec<Email>, StorageError> {
        let notes = &mut self.state.forgotten;
        let taken = (0..limit).map_while(|_| notes.pop_first());
        Ok(taken.map(|(_, email)| email).collect())
    }
}

impl State {
    fn claimed(&self, row: &MailRow) -> Option<ClaimedMail> {
        let user = &self.users.get(&row.mail.user_id)?.account.as_ref()?.user;
        Some(ClaimedMail {
            id: row.mail.id,
            kind: row.mail.kind,
            user_id: user.id,
            recipient: Recipient {
                email: self.address_of(user.id)?.as_str().to_owned(),
                display_name: user.display_name.as_str().to_owned(),
                handle: user.handle.as_str().to_owned(),
                language: user.settings.language,
            },
            attempt: row.attempts,
            created_at: row.mail.created_at,
        })
    }

    fn address_of(&self, user: UserId) -> Option<&Email> {
        let account = self.users.get(&user)?.account.as_ref()?;
        account.user.email.as_ref()
    }

    /// Removes mails to a user, mailed tokens, and the handles that are kept for him.
    pub fn erase_secrets_of(&mut self, user: UserId) {
        self.second_factors.remove(&user);
        self.mails.retain(|_, row| row.mail.user_id != user);
        self.one_time_tokens.retain(|(owner, _), _| *owner != user);
        self.former_handles.retain(|_, row| row.user_id != user);
        let email = self.address_of(user).cloned();
        self.forgotten
            .retain(|_, noted| Some(&*noted) != email.as_ref());
    }
}

#[async_trait]
impl MailQueries for MemoryStorage {
    async fn is_due(&self, now: Timestamp) -> Result<bool, StorageError> {
        Ok(self.read(|state| {
            !state.forgotten.is_empty() || state.mails.values().any(|row| row.due_at <= now)
        }))
    }

    async fn waiting(&self) -> Result<u64, StorageError> {
        Ok(self.read(|state| state.mails.len() as u64))
    }
}
