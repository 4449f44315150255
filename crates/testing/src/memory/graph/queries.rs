//! Reads of the graph.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::graph::{GraphQueries, RelatedUser};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::State;

type RelatedPage = Page<RelatedUser, TimeKey>;

#[async_trait]
impl GraphQueries for MemoryStorage {
    async fn followers(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<RelatedPage>>, StorageError> {
        Ok(self.positioned(|state| {
            let visible = |other| state.is_there_for(other, viewer);
            visible(user).then(|| {
                let followers = state
                    .related(RelationKind::Follow)
                    .filter_map(|(from, to, at)| {
                        (to == user && visible(from)).then_some((from, at))
                    });
                state.page_of_related(followers, page)
            })
        }))
    }

    async fn following(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<RelatedPage>>, StorageError> {
        Ok(self.positioned(|state| {
            let visible = |other| state.is_there_for(other, viewer);
            visible(user).then(|| {
                let followed = state
                    .related(RelationKind::Follow)
                    .filter_map(|(from, to, at)| (from == user && visible(to)).then_some((to, at)));
                state.page_of_related(followed, page)
            })
        }))
    }

    async fn blocks(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<RelatedPage>, StorageError> {
        Ok(self.positioned(|state| state.page_of_decided(user, RelationKind::Block, page)))
    }

    async fn mutes(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<RelatedPage>, StorageError> {
        Ok(self.positioned(|state| state.page_of_decided(user, RelationKind::Mute, page)))
    }
}

impl State {
    /// Whether an account is there and no block stands between it and the viewer.
    pub fn is_there_for(&self, user: UserId, viewer: Option<UserId>) -> bool {
        let row = self.users.get(&user);
        row.is_some_and(|row| row.account.is_some()) && self.shows(user, viewer)
    }

    fn related(
        &self,
        wanted: RelationKind,
    ) -> impl Iterator<Item = (UserId, UserId, Timestamp)> + '_ {
        let relations = self.relations.iter();
        relations.filter_map(move |((from, kind, to), at)| {
            (*kind == wanted).then_some((*from, *to, *at))
        })
    }

    fn page_of_decided(
        &self,
        user: UserId,
        kind: RelationKind,
        page: &PageRequest<TimeKey>,
    ) -> RelatedPage {
        let his = self.related(kind).filter(|(from, ..)| *from == user);
        self.page_of_related(his.map(|(_, to, at)| (to, at)), page)
    }

    fn page_of_related(
        &self,
        users: impl Iterator<Item = (UserId, Timestamp)>,
        page: &PageRequest<TimeKey>,
    ) -> RelatedPage {
        let key = |related: &RelatedUser| TimeKey {
            at: related.since,
            id: related.user.id.raw(),
        };
        let mut rows: Vec<_> = users
            .filter_map(|(id, since)| {
                let row = self.users.get(&id)?;
                row.account.as_ref()?;
                Some(RelatedUser {
                    user: row.shown.clone(),
                    since,
                })
            })
            .collect();
        rows.sort_by_key(|row| Reverse(key(row)));
        page_of(&rows, page, key, |a, b| a > b)
    }
}
