//! What posts quote.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::PostId;
use thoughts_use_cases::posts::QuotedPostView;

use crate::accounts::summary;
use crate::convert::{moment, number, present};

/// A post as another quotes it; all null where there is none.
pub(crate) struct QuotedRow {
    pub(crate) id: Option<String>,
    pub(crate) author_id: Option<String>,
    pub(crate) handle: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) avatar_url: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) created_at: Option<DateTime<Utc>>,
    pub(crate) edited_at: Option<DateTime<Utc>>,
    pub(crate) version: Option<i32>,
}

impl QuotedRow {
    pub(crate) fn view(self) -> Result<Option<QuotedPostView>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        Ok(Some(QuotedPostView {
            id: PostId::from_storage(&id)?,
            author: summary(
                &present(self.author_id, "posts.author_id")?,
                present(self.handle, "users.handle")?,
                present(self.display_name, "users.display_name")?,
                self.avatar_url,
            )?,
            body: present(self.body, "posts.body")?,
            created_at: moment(present(self.created_at, "posts.created_at")?),
            edited_at: self.edited_at.map(moment),
            version: number(self.version.unwrap_or_default(), "posts.version")?,
        }))
    }
}
