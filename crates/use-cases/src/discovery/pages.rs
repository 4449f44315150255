//! Pages of what was found, cut out of a generation.

use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};

use super::{HashtagView, SearchQueries};
use crate::accounts::UserView;
use crate::events::Positioned;
use crate::paging::{PageRequest, RankKey};
use crate::posts::PostView;
use crate::ranked::{Generation, Ranked};
use crate::storage::StorageError;

type Found<T> = Result<Positioned<Ranked<T>>, StorageError>;

/// A page of posts; expired without a generation.
pub(super) async fn posts(
    queries: &dyn SearchQueries,
    generation: Option<Generation>,
    viewer: Option<UserId>,
    page: &PageRequest<RankKey>,
) -> Found<PostView> {
    let Some(generation) = generation else {
        return Ok(expired(queries.posts_among(&[], None, 1).await?));
    };
    let ids = |members: Vec<&str>| {
        let ids = members.into_iter().map(PostId::from_storage);
        ids.collect::<Result<Vec<_>, _>>()
    };
    let cut = generation.cut(page);
    let found = queries
        .posts_among(&ids(cut.wanted)?, viewer, cut.most)
        .await?;
    let follows = !cut.behind.is_empty() && {
        let behind = queries.posts_among(&ids(cut.behind)?, viewer, 1).await?;
        !behind.value.is_empty()
    };
    Ok(found
        .map(|rows| Ranked::Page(generation.page(page, rows, follows, |post| post.id.to_string()))))
}

/// A page of users; expired without a generation.
pub(super) async fn users(
    queries: &dyn SearchQueries,
    generation: Option<Generation>,
    viewer: Option<UserId>,
    page: &PageRequest<RankKey>,
) -> Found<UserView> {
    let Some(generation) = generation else {
        return Ok(expired(queries.users_among(&[], None, 1).await?));
    };
    let ids = |members: Vec<&str>| {
        let ids = members.into_iter().map(UserId::from_storage);
        ids.collect::<Result<Vec<_>, _>>()
    };
    let cut = generation.cut(page);
    let found = queries
        .users_among(&ids(cut.wanted)?, viewer, cut.most)
        .await?;
    let follows = !cut.behind.is_empty() && {
        let behind = queries.users_among(&ids(cut.behind)?, viewer, 1).await?;
        !behind.value.is_empty()
    };
    Ok(found.map(|rows| {
        Ranked::Page(generation.page(page, rows, follows, |user| user.summary.id.to_string()))
    }))
}

/// A page of hashtags, each as [`counted`] when they were ranked; expired without a generation.
pub(super) async fn hashtags(
    queries: &dyn SearchQueries,
    generation: Option<Generation>,
    page: &PageRequest<RankKey>,
) -> Found<HashtagView> {
    let Some(generation) = generation else {
        return Ok(expired(queries.hashtags_among(&[], 1).await?));
    };
    let cut = generation.cut(page);
    let tags = cut.wanted.into_iter().map(uncounted);
    let tags = tags.collect::<Result<Vec<_>, _>>()?;
    let names: Vec<String> = tags.iter().map(|tag| tag.name.clone()).collect();
    let found = queries.hashtags_among(&names, cut.most).await?;
    let follows = !cut.behind.is_empty() && {
        let behind = cut.behind.into_iter().map(uncounted);
        let names = behind.map(|tag| Ok(tag?.name));
        let names = names.collect::<Result<Vec<_>, Inconsistency>>()?;
        !queries.hashtags_among(&names, 1).await?.value.is_empty()
    };
    Ok(found.map(|there| {
        let kept = tags.into_iter().filter(|tag| there.contains(&tag.name));
        Ranked::Page(generation.page(page, kept.collect(), follows, counted))
    }))
}

/// A hashtag as a member of a generation, with the count of that moment.
pub(super) fn counted(tag: &HashtagView) -> String {
    format!("{} {}", tag.name, tag.post_count)
}

fn uncounted(member: &str) -> Result<HashtagView, Inconsistency> {
    let parts = member.rsplit_once(' ');
    parts
        .and_then(|(name, count)| {
            Some(HashtagView {
                name: name.to_owned(),
                post_count: count.parse().ok()?,
            })
        })
        .ok_or_else(|| Inconsistency::new("ranking_generations.member_ids", "is no hashtag"))
}

fn expired<T, U>(nothing: Positioned<Vec<T>>) -> Positioned<Ranked<U>> {
    nothing.map(|_| Ranked::Expired)
}
