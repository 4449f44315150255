//! Lists of posts.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::posts::PostFilter;

use super::wire::PostJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Reader;
use crate::context::RequestPath;
use crate::cursor::{ListName, Walk};
use crate::params::{
    AuthorFilter, CursorText, Given, HashtagFilter, HashtagInPath, Limit, Path, UserInPath, limit,
};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Lists of posts.
pub(crate) struct FeedsApi(pub(crate) Arc<Ports>);

type Feed = Answer<Listed, PageOf<PostJson<'static>>>;

#[OpenApi(tag = "Tag::Posts")]
impl FeedsApi {
    /// List posts
    ///
    /// The global feed, newest first; of one author, or about one hashtag, when asked so. A
    /// cursor carries its filters. Whom a block hides from you, and whom you mute, is left out.
    #[oai(path = "/v1/posts", method = "get", operation_id = "listPosts")]
    async fn global(
        &self,
        reader: Reader,
        path: RequestPath,
        /// Only posts of this user.
        author: Given<AuthorFilter>,
        /// Only posts with this hashtag, without `#`.
        hashtag: Given<HashtagFilter>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Feed, Problem> {
        let mut validation = Validation::default();
        let author = author.check(&mut validation);
        let hashtag = hashtag.check(&mut validation);
        let asked = asked.check(&mut validation);
        let cursor = cursor.check(&mut validation);
        let (Some(author), Some(hashtag), Some(asked), Some(cursor)) =
            (author, hashtag, asked, cursor)
        else {
            return Err(validation.into_problem());
        };
        let list = ListName {
            path: &path.0,
            owner: None,
        };
        let filters = vec![author.map(|id| id.to_string()), hashtag];
        let cursors = &*self.0.cursors;
        let walk = Walk::open(cursors, list, limit(asked), cursor.as_deref(), filters)?;
        let mut held = walk.filters.iter().cloned();
        let mut next = || held.next().flatten();
        let filter = PostFilter {
            author: next().and_then(|id| UserId::parse(&id).ok()),
            hashtag: next(),
        };
        let (viewer, page) = (reader.viewer(), walk.page()?);
        let read = self.0.posts.feed(&filter, viewer, &page).await?;
        Ok(listed(&walk, &read.value, &read.position, PostJson::from))
    }

    /// List a hashtag's posts
    ///
    /// The posts with a hashtag, newest first: what `GET /v1/posts?hashtag=` lists. Case does not
    /// count. A hashtag that no post has is an empty list.
    #[oai(
        path = "/v1/hashtags/:tag/posts",
        method = "get",
        operation_id = "listHashtagPosts"
    )]
    async fn of_hashtag(
        &self,
        reader: Reader,
        path: RequestPath,
        /// The hashtag, without `#`.
        tag: Path<HashtagInPath>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Feed, Problem> {
        let list = ListName {
            path: &path.0,
            owner: None,
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let filter = PostFilter {
            author: None,
            hashtag: Some(tag.or_not_found()?),
        };
        let (viewer, page) = (reader.viewer(), walk.page()?);
        let read = self.0.posts.feed(&filter, viewer, &page).await?;
        Ok(listed(&walk, &read.value, &read.position, PostJson::from))
    }

    /// List a user's posts
    ///
    /// What one user has published, newest first; nothing of whom you mute.
    #[oai(
        path = "/v1/users/:id/posts",
        method = "get",
        operation_id = "listUserPosts"
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
    ) -> Result<Feed, Problem> {
        let list = ListName {
            path: &path.0,
            owner: None,
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let user = id.or_not_found()?;
        let filter = PostFilter {
            author: Some(user),
            hashtag: None,
        };
        let (viewer, page) = (reader.viewer(), walk.page()?);
        let read = self.0.posts.feed(&filter, viewer, &page).await?;
        // A feed does not tell an author without posts from nobody.
        if read.value.items.is_empty() {
            let author = self.0.accounts.profile(user, viewer).await?;
            author.value.ok_or_else(Problem::not_found)?;
        }
        Ok(listed(&walk, &read.value, &read.position, PostJson::from))
    }
}
