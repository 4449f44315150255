//! Searching.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::discovery::PostSearch;
use thoughts_use_cases::events::{EventPosition, Positioned};
use thoughts_use_cases::paging::{Page, RankKey};
use thoughts_use_cases::ranked::Ranked;

use super::params::{MomentFilter, Query, What};
use super::wire::{FoundPage, HashtagJson};
use crate::accounts::UserJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Reader;
use crate::cursor::{ListName, Walk};
use crate::params::{AuthorFilter, Choice, CursorText, Given, Limit, limit};
use crate::ports::Ports;
use crate::posts::PostJson;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

const PATH: &str = "/v1/search";

/// Searching.
pub(crate) struct SearchApi(pub(crate) Arc<Ports>);

type Found = Answer<Listed, FoundPage>;

/// The filters of a search, in the order in which cursors carry them.
struct Filters {
    what: What,
    text: SearchText,
    author: Option<UserId>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

#[OpenApi(tag = "Tag::Discovery")]
impl SearchApi {
    /// Search
    ///
    /// Posts that hold all words of `q`, in any order and without regard to case and accents, the
    /// newest and those with most response first; users whose handle or name has them; hashtags
    /// that begin with it. Any text will do: nothing in it is an operator. In scripts that set no
    /// spaces between words, what stands side by side is found side by side.
    ///
    /// The list holds a thousand hits at the most. A walk through it stays in the order of its
    /// first page, and its cursors are good for ten minutes; they carry `q` and all filters. What
    /// was just written is found within moments.
    #[oai(path = "/v1/search", method = "get", operation_id = "search")]
    #[expect(
        clippy::too_many_arguments,
        reason = "one for each parameter of the operation"
    )]
    async fn search(
        &self,
        reader: Reader,
        /// What to look for, 100 characters at the most. May be left out with a cursor.
        q: Given<Query>,
        /// Which kind of thing to look for.
        #[oai(name = "type")]
        what: Given<What>,
        /// Only posts of this user.
        author: Given<AuthorFilter>,
        /// Only posts published then or later.
        since: Given<MomentFilter>,
        /// Only posts published before.
        until: Given<MomentFilter>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Found, Problem> {
        let mut validation = Validation::default();
        let q = q.check(&mut validation);
        let what = what.check(&mut validation);
        let author = author.check(&mut validation);
        let since = since.check(&mut validation);
        let until = until.check(&mut validation);
        let asked = asked.check(&mut validation);
        let cursor = cursor.check(&mut validation);
        if matches!((&q, &cursor), (Some(None), Some(None))) {
            validation.add("/query/q", "required", "must be there");
            return Err(validation.into_problem());
        }
        let (
            Some(q),
            Some(what),
            Some(author),
            Some(since),
            Some(until),
            Some(asked),
            Some(cursor),
        ) = (q, what, author, since, until, asked, cursor)
        else {
            return Err(validation.into_problem());
        };
        let narrowed = author.is_some() || since.is_some() || until.is_some();
        if narrowed && matches!(what, Some(What::Users | What::Hashtags)) {
            validation.add(
                "/query/type",
                "not_applicable",
                "author, since and until are of posts",
            );
            return Err(validation.into_problem());
        }
        let micros = |moment: Timestamp| moment.as_micros().to_string();
        let filters = vec![
            Some(What::word(&what.unwrap_or(What::Posts)).to_owned())
                .filter(|_| what.is_some() || cursor.is_none()),
            q.map(|(raw, _)| raw),
            author.map(|id| id.to_string()),
            since.map(micros),
            until.map(micros),
        ];
        let list = ListName {
            path: PATH,
            owner: None,
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::open(cursors, list, limit(asked), cursor.as_deref(), filters)?;
        self.page(&walk, reader.0.map(|caller| caller.user_id))
            .await
    }
}

impl SearchApi {
    async fn page(&self, walk: &Walk<'_>, viewer: Option<UserId>) -> Result<Found, Problem> {
        let Filters {
            what,
            text,
            author,
            since,
            until,
        } = held(walk)?;
        let page = walk.page()?;
        let search = &self.0.search;
        match what {
            What::Posts => {
                let wanted = PostSearch {
                    text,
                    author,
                    since,
                    until,
                };
                let (page, position) = kept(search.posts(&wanted, viewer, &page).await?)?;
                let answer: Answer<Listed, PageOf<PostJson<'static>>> =
                    listed(walk, &page, &position, PostJson::from);
                Ok(answer.retyped())
            }
            What::Users => {
                let (page, position) = kept(search.users(&text, viewer, &page).await?)?;
                let answer: Answer<Listed, PageOf<UserJson<'static>>> =
                    listed(walk, &page, &position, UserJson::from);
                Ok(answer.retyped())
            }
            What::Hashtags => {
                let (page, position) = kept(search.hashtags(&text, &page).await?)?;
                let answer: Answer<Listed, PageOf<HashtagJson<'static>>> =
                    listed(walk, &page, &position, HashtagJson::from);
                Ok(answer.retyped())
            }
        }
    }
}

/// The filters that hold. They were checked when the walk began, and cursors are authenticated.
fn held(walk: &Walk<'_>) -> Result<Filters, Problem> {
    let refused = || Problem::new(&kinds::INVALID_CURSOR);
    let [what, q, author, since, until] = &walk.filters[..] else {
        return Err(refused());
    };
    let what = What::ALL
        .iter()
        .find(|(word, _)| Some(*word) == what.as_deref());
    let q = q.as_deref().unwrap_or_default();
    let moment = |micros: &Option<String>| {
        let micros = micros.as_deref()?.parse().ok()?;
        Some(Timestamp::from_micros(micros))
    };
    Ok(Filters {
        what: what.ok_or_else(refused)?.1,
        text: SearchText::parse(q).map_err(|_| refused())?,
        author: author.as_deref().and_then(|id| UserId::parse(id).ok()),
        since: moment(since),
        until: moment(until),
    })
}

pub(super) type Kept<T> = (Page<T, RankKey>, EventPosition);

/// The page, unless its generation is gone.
pub(super) fn kept<T>(read: Positioned<Ranked<T>>) -> Result<Kept<T>, Problem> {
    match read.value {
        Ranked::Page(page) => Ok((page, read.position)),
        Ranked::Expired => Err(Problem::new(&kinds::CURSOR_EXPIRED)),
    }
}
