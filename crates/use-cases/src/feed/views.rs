//! What readers of the home feed get.

use std::collections::HashMap;

use thoughts_domain::ids::PostId;
use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;
use crate::paging::TimeKey;
use crate::posts::PostView;

/// Who brought a post into a feed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RepostView {
    /// Who reposted it.
    pub by: UserSummary,
    /// Since when.
    pub at: Timestamp,
}

/// A post where it stands in a feed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FeedItem {
    /// The post.
    pub post: PostView,
    /// The repost that it is there by; none when its author brought it.
    pub repost: Option<RepostView>,
}

impl FeedItem {
    /// Where it stands: when it first came to the reader.
    #[must_use]
    pub fn key(&self) -> TimeKey {
        let repost = self.repost.as_ref();
        TimeKey {
            at: repost.map_or(self.post.created_at, |repost| repost.at),
            id: self.post.id.raw(),
        }
    }
}

/// Where a post stands in a feed, for storages that read the posts by a statement of their own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FeedPlace {
    /// The post.
    pub post: PostId,
    /// The repost that it is there by; none when its author brought it.
    pub repost: Option<RepostView>,
}

impl FeedPlace {
    /// The items at these places, in their order; none when one of the posts is not among those
    /// given, because it has gone since.
    #[must_use]
    pub fn fill(places: Vec<Self>, posts: Vec<PostView>) -> Option<Vec<FeedItem>> {
        let mut posts: HashMap<_, _> = posts.into_iter().map(|post| (post.id, post)).collect();
        let item = |place: Self| {
            Some(FeedItem {
                post: posts.remove(&place.post)?,
                repost: place.repost,
            })
        };
        places.into_iter().map(item).collect()
    }
}

#[cfg(test)]
mod tests {
    use thoughts_domain::ids::UserId;

    use super::*;

    fn author() -> UserSummary {
        UserSummary {
            id: UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("an id"),
            handle: "alice".to_owned(),
            display_name: "Alice".to_owned(),
            avatar_url: None,
        }
    }

    fn post(id: &str) -> PostView {
        PostView {
            id: PostId::parse(id).expect("an id"),
            author: author(),
            body: "a post".to_owned(),
            created_at: Timestamp::from_micros(1),
            edited_at: None,
            version: 1,
            comment_count: 0,
            like_count: 0,
            repost_count: 0,
            hashtags: Vec::new(),
            mentions: Vec::new(),
            quoted_post_id: None,
            quoted_post: None,
            viewer: None,
            hidden: false,
        }
    }

    #[test]
    fn places_are_filled_in_their_order_or_not_at_all() {
        let (one, other) = (
            post("pfh0haxfpzowht3oi213cqos"),
            post("nc6bzmkmd014706rfda898to"),
        );
        let repost = RepostView {
            by: author(),
            at: Timestamp::from_micros(9),
        };
        let place = |post: &PostView, repost| FeedPlace {
            post: post.id,
            repost,
        };
        let places = vec![place(&one, None), place(&other, Some(repost.clone()))];
        let posts = vec![other.clone(), one.clone()];
        let items = FeedPlace::fill(places.clone(), posts).expect("both are there");
        let shown: Vec<_> = items
            .iter()
            .map(|item| (&item.post, &item.repost))
            .collect();
        assert_eq!(shown, [(&one, &None), (&other, &Some(repost))]);
        let times: Vec<_> = items.iter().map(|item| item.key().at.as_micros()).collect();
        assert_eq!(times, [1, 9]);
        assert_eq!(FeedPlace::fill(places, vec![one]), None);
    }
}
