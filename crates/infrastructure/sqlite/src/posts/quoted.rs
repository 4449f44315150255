//! What posts quote.

use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::posts::QuotedPostView;

use crate::convert::{moment, version};

/// A post as another quotes it; without an id where there is none.
pub(crate) struct QuotedRow {
    pub(crate) id: Option<String>,
    pub(crate) author_id: String,
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) avatar: Option<String>,
    pub(crate) body: String,
    pub(crate) created_at: i64,
    pub(crate) edited_at: Option<i64>,
    pub(crate) version: i64,
}

impl QuotedRow {
    pub(crate) fn view(self) -> Result<Option<QuotedPostView>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        Ok(Some(QuotedPostView {
            id: PostId::from_storage(&id)?,
            author: UserSummary {
                id: UserId::from_storage(&self.author_id)?,
                handle: self.handle,
                display_name: self.name,
                avatar_url: self.avatar,
            },
            body: self.body,
            created_at: Timestamp::from_micros(self.created_at),
            edited_at: moment(self.edited_at),
            version: version("posts.version", self.version)?,
        }))
    }
}
