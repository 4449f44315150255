//! Handles: who may have one, and who had it.

use thoughts_domain::accounts::{HANDLE_RESERVATION, Handle, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use crate::memory::state::{FormerHandle, State};

impl State {
    /// Who gave up this handle a short while ago.
    pub fn renamed(&self, former: &str, now: Timestamp) -> Option<&User> {
        let kept = self.former_handles.get(former);
        let kept = kept.filter(|kept| kept.reserved_until > now)?;
        Some(&self.users.get(&kept.user_id)?.account.as_ref()?.user)
    }

    /// Whether nobody else has the handle, and it is kept for nobody else.
    pub fn is_free(&self, handle: &Handle, user: UserId, now: Timestamp) -> bool {
        let mut users = self.users.values();
        let had = self.renamed(handle.as_str(), now);
        users.all(|row| row.shown.handle != handle.as_str())
            && had.is_none_or(|former| former.id == user)
    }

    /// Gives a user another handle.
    pub fn rename(&mut self, id: UserId, from: &Handle, to: &Handle, now: Timestamp) -> bool {
        if !self.is_free(to, id, now) {
            return false;
        }
        self.former_handles.remove(to.as_str());
        let kept = FormerHandle {
            user_id: id,
            reserved_until: now.plus(HANDLE_RESERVATION),
        };
        self.former_handles.insert(from.as_str().to_owned(), kept);
        let Some(row) = self.users.get_mut(&id) else {
            return false;
        };
        to.as_str().clone_into(&mut row.shown.handle);
        if let Some(account) = &mut row.account {
            account.user.handle = to.clone();
        }
        true
    }
}
