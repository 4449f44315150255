//! What readers of accounts get.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{OwnAccountView, UserView};

use crate::memory::state::{State, UserRow};

impl State {
    /// The rows of accounts that were not erased.
    pub fn live_users(&self) -> impl Iterator<Item = &UserRow> {
        self.users.values().filter(|row| row.account.is_some())
    }

    pub fn own_account(&self, id: UserId) -> Option<OwnAccountView> {
        self.users.get(&id).and_then(UserRow::own_view)
    }
}

impl UserRow {
    pub fn view(&self) -> Option<UserView> {
        self.own_view().map(|own| own.profile)
    }

    pub fn own_view(&self) -> Option<OwnAccountView> {
        let account = self.account.as_ref()?;
        let mut view = OwnAccountView::of_new(&account.user);
        view.profile.post_count = self.post_count;
        view.profile.follower_count = self.follower_count;
        view.profile.following_count = self.following_count;
        Some(view)
    }
}
