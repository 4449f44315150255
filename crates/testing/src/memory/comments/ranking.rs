//! The top comments of a post, in retained generations.

use std::cmp::Reverse;

use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{CommentId, PostId, RankingId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{RANKING_FRESHNESS, RankedPage};
use thoughts_use_cases::paging::{Page, PageRequest, RankKey};

use crate::memory::paging::page_of;
use crate::memory::state::{Generation, State};

impl State {
    pub fn top_of_post(
        &mut self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
        fresh: RankingId,
        now: Timestamp,
    ) -> RankedPage {
        if self.post_view(post, viewer).is_none() {
            return RankedPage::NoPost;
        }
        if let Some(edge) = page.edge() {
            let generation = self.rankings.get(&edge.generation);
            return match generation.filter(|generation| generation.post_id == post) {
                Some(generation) => self.ranked(edge.generation, &generation.members, viewer, page),
                None => RankedPage::Expired,
            };
        }
        let members = self.rank(post);
        if members.len() <= usize::from(page.limit.get()) {
            return self.ranked(fresh, &members, viewer, page);
        }
        if let Some((id, generation)) = self.fresh_enough(post, now) {
            return self.ranked(id, &generation.members, viewer, page);
        }
        let generation = Generation {
            post_id: post,
            created_at: now,
            members: members.clone(),
        };
        self.rankings.insert(fresh, generation);
        self.ranked(fresh, &members, viewer, page)
    }

    fn fresh_enough(&self, post: PostId, now: Timestamp) -> Option<(RankingId, &Generation)> {
        self.rankings
            .iter()
            .filter(|(_, generation)| {
                generation.post_id == post && now.since(generation.created_at) <= RANKING_FRESHNESS
            })
            .max_by_key(|(_, generation)| generation.created_at)
            .map(|(id, generation)| (*id, generation))
    }

    /// The top level by likes, then replies, then age.
    fn rank(&self, post: PostId) -> Vec<CommentId> {
        let rows = self.comments.values();
        let mut top: Vec<_> = rows
            .filter(|row| row.post_id == post && row.parent_id.is_none())
            .collect();
        top.sort_by_key(|row| {
            let likes = self.count_reactions(Reaction::LikeComment(row.id));
            (Reverse((likes, row.reply_count)), row.created_at, row.id)
        });
        top.into_iter().map(|row| row.id).collect()
    }

    fn ranked(
        &self,
        generation: RankingId,
        members: &[CommentId],
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
    ) -> RankedPage {
        let there: Vec<_> = (0..)
            .zip(members)
            .filter_map(|(place, id)| Some((RankKey { generation, place }, self.comments.get(id)?)))
            .filter(|(_, row)| self.lists_comment(row, viewer))
            .collect();
        let Page { items, next, prev } =
            page_of(&there, page, |(key, _)| *key, |a, b| a.place < b.place);
        let rows = items
            .into_iter()
            .map(|(_, row)| self.comment_view(row, viewer));
        RankedPage::Page(Page {
            items: rows.collect(),
            next,
            prev,
        })
    }
}
