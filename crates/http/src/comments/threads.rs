//! Lists of comments.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::{PostId, RankingId, UserId};
use thoughts_use_cases::comments::{CommentOrder, CommentView, RankedPage};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageLimit, TimeKey};
use thoughts_use_cases::system::MessageAuthenticator;

use super::wire::CommentJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Reader;
use crate::context::RequestPath;
use crate::cursor::{ListName, Walk};
use crate::params::{
    Choice, CommentInPath, CursorText, Given, Limit, Path, PostInPath, UserInPath, limit,
};
use crate::ports::Ports;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

/// The order of a post's top level.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Sort {
    Oldest,
    Newest,
    Top,
}

impl Choice for Sort {
    const ALL: &'static [(&'static str, Self)] = &[
        ("oldest", Self::Oldest),
        ("newest", Self::Newest),
        ("top", Self::Top),
    ];
}

type Thread = Answer<Listed, PageOf<CommentJson<'static>>>;

/// Lists of comments.
pub(crate) struct ThreadsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Comments")]
impl ThreadsApi {
    /// List a post's comments
    ///
    /// The top level of a post, without those whom a block hides from you or whom you mute.
    /// `sort=top` ranks by likes, then replies; a walk through it stays in the order of its first
    /// page, and its cursors are good for ten minutes.
    #[oai(
        path = "/v1/posts/:id/comments",
        method = "get",
        operation_id = "listComments"
    )]
    async fn of_post(
        &self,
        reader: Reader,
        path: RequestPath,
        /// The post.
        id: Path<PostInPath>,
        /// In which order. A cursor carries its own.
        sort: Given<Sort>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Thread, Problem> {
        let mut validation = Validation::default();
        let sort = sort.check(&mut validation);
        let asked = asked.check(&mut validation);
        let cursor = cursor.check(&mut validation);
        let (Some(sort), Some(asked), Some(cursor)) = (sort, asked, cursor) else {
            return Err(validation.into_problem());
        };
        let list = ListName {
            path: &path.0,
            owner: None,
        };
        let filters = vec![sort.as_ref().map(|sort| Sort::word(sort).to_owned())];
        let cursors = &*self.0.cursors;
        let mut walk = Walk::open(cursors, list, limit(asked), cursor.as_deref(), filters)?;
        let post = id.or_not_found()?;
        let viewer = reader.viewer();
        match held_sort(&mut walk) {
            Sort::Oldest => {
                self.in_time(&walk, post, CommentOrder::Oldest, viewer)
                    .await
            }
            Sort::Newest => {
                self.in_time(&walk, post, CommentOrder::Newest, viewer)
                    .await
            }
            Sort::Top => self.ranked(&walk, post, viewer).await,
        }
    }

    /// List a comment's replies
    ///
    /// The direct replies to a comment, oldest first. Where you may not see the comment, its list is
    /// not found; each reply still is, by its own id.
    #[oai(
        path = "/v1/comments/:id/replies",
        method = "get",
        operation_id = "listReplies"
    )]
    async fn replies(
        &self,
        reader: Reader,
        path: RequestPath,
        /// The comment.
        id: Path<CommentInPath>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Thread, Problem> {
        let walk = self.walk(&path.0, asked, cursor)?;
        let page = walk.page()?;
        let (id, viewer) = (id.or_not_found()?, reader.viewer());
        let read = self.0.comments.replies(id, viewer, &page).await?;
        thread(&walk, read)
    }

    /// List a user's comments
    ///
    /// The comments of one user, newest first; nothing of whom you mute.
    #[oai(
        path = "/v1/users/:id/comments",
        method = "get",
        operation_id = "listUserComments"
    )]
    async fn of_user(
        &self,
        reader: Reader,
        path: RequestPath,
        /// The user.
        id: Path<UserInPath>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Thread, Problem> {
        let walk = self.walk(&path.0, asked, cursor)?;
        let page = walk.page()?;
        let (id, viewer) = (id.or_not_found()?, reader.viewer());
        let read = self.0.comments.by_user(id, viewer, &page).await?;
        thread(&walk, read)
    }
}

impl ThreadsApi {
    fn walk<'a>(
        &'a self,
        path: &'a str,
        asked: Given<Limit>,
        cursor: Given<CursorText>,
    ) -> Result<Walk<'a>, Problem> {
        let list = ListName { path, owner: None };
        let cursors = &*self.0.cursors;
        Walk::unfiltered(cursors, list, asked, cursor)
    }

    async fn in_time(
        &self,
        walk: &Walk<'_>,
        post: PostId,
        order: CommentOrder,
        viewer: Option<UserId>,
    ) -> Result<Thread, Problem> {
        let page = walk.page()?;
        let read = self.0.comments.of_post(post, order, viewer, &page).await?;
        thread(walk, read)
    }

    async fn ranked(
        &self,
        walk: &Walk<'_>,
        post: PostId,
        viewer: Option<UserId>,
    ) -> Result<Thread, Problem> {
        let page = walk.page()?;
        let fresh = RankingId::new(self.0.ids.next());
        let now = self.0.clock.now();
        let ranked = self.0.comments.top_of_post(post, viewer, &page, fresh, now);
        let read = ranked.await?;
        match read.value {
            RankedPage::Page(page) => Ok(listed(walk, &page, &read.position, CommentJson::from)),
            RankedPage::NoPost => Err(Problem::not_found()),
            RankedPage::Expired => Err(Problem::new(&kinds::CURSOR_EXPIRED)),
        }
    }
}

/// The first page of a post's comments, as the list under `path` walks them by itself.
pub(crate) fn oldest_first<'a>(
    cursors: &'a dyn MessageAuthenticator,
    path: &'a str,
    limit: PageLimit,
) -> Result<Walk<'a>, Problem> {
    let list = ListName { path, owner: None };
    let filters = vec![Some(Sort::word(&Sort::Oldest).to_owned())];
    Walk::open(cursors, list, limit, None, filters)
}

/// The order that holds, and that cursors from here on carry.
fn held_sort(walk: &mut Walk<'_>) -> Sort {
    let word = walk.filters.first().and_then(Option::as_deref);
    let sort = Sort::ALL
        .iter()
        .find(|(name, _)| Some(*name) == word)
        .map_or(Sort::Oldest, |(_, sort)| *sort);
    walk.filters = vec![Some(Sort::word(&sort).to_owned())];
    sort
}

fn thread(
    walk: &Walk<'_>,
    read: Positioned<Option<Page<CommentView, TimeKey>>>,
) -> Result<Thread, Problem> {
    let page = read.value.ok_or_else(Problem::not_found)?;
    Ok(listed(walk, &page, &read.position, CommentJson::from))
}
