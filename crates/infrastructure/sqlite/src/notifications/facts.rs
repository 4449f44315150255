//! What notifications follow from.

use thoughts_domain::Inconsistency;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Parent, PostFacts};
use thoughts_domain::time::Timestamp;

use crate::unit_of_work::SqliteUnitOfWork;

/// A live comment.
pub(super) struct CommentRow {
    id: String,
    post_id: String,
    post_author: Option<String>,
    parent_id: Option<String>,
    parent_lives: bool,
    parent_author: Option<String>,
    author_id: String,
    body: String,
    at: i64,
}

impl CommentRow {
    pub(super) fn facts(self) -> Result<(CommentFacts, CommentBody), Inconsistency> {
        let user = |id: Option<String>| id.as_deref().map(UserId::from_storage).transpose();
        let parent = match self.parent_id {
            None => Parent::Post,
            Some(_) if !self.parent_lives => Parent::Tombstone,
            Some(id) => Parent::Comment(CommentId::from_storage(&id)?, user(self.parent_author)?),
        };
        let facts = CommentFacts {
            id: CommentId::from_storage(&self.id)?,
            post_id: PostId::from_storage(&self.post_id)?,
            post_author: user(self.post_author)?,
            parent,
            author: UserId::from_storage(&self.author_id)?,
            mentioned: Vec::new(),
            at: Timestamp::from_micros(self.at),
        };
        Ok((facts, CommentBody::from_storage(self.body)?))
    }
}

/// A post, once for each user whom it mentions, or once with none.
pub(super) struct PostRow {
    id: String,
    author_id: String,
    mentioned: Option<String>,
    quoted_id: Option<String>,
    quoted_author: Option<String>,
    at: i64,
}

/// Puts the rows of each post together.
pub(super) fn posts(rows: Vec<PostRow>) -> Result<Vec<PostFacts>, Inconsistency> {
    let mut posts: Vec<PostFacts> = Vec::new();
    for row in rows {
        let mentioned = row
            .mentioned
            .as_deref()
            .map(UserId::from_storage)
            .transpose()?;
        match posts.last_mut().filter(|post| post.id.as_str() == row.id) {
            Some(post) => post.mentioned.extend(mentioned),
            None => posts.push(PostFacts {
                id: PostId::from_storage(&row.id)?,
                author: UserId::from_storage(&row.author_id)?,
                mentioned: mentioned.into_iter().collect(),
                quoted: match (row.quoted_id, row.quoted_author) {
                    (Some(post), Some(author)) => {
                        Some((PostId::from_storage(&post)?, UserId::from_storage(&author)?))
                    }
                    _ => None,
                },
                at: Timestamp::from_micros(row.at),
            }),
        }
    }
    Ok(posts)
}

impl SqliteUnitOfWork {
    /// The posts that a JSON array names.
    pub(super) async fn post_rows(&mut self, ids: &str) -> Result<Vec<PostRow>, sqlx::Error> {
        sqlx::query_as!(
            PostRow,
            r#"SELECT p.id AS "id!", p.author_id AS "author_id!", u.id AS "mentioned?: String",
                q.id AS "quoted_id?: String", w.id AS "quoted_author?: String",
                coalesce(p.edited_at, p.created_at) AS "at!: i64"
            FROM json_each(?) AS wanted JOIN posts AS p ON p.id = wanted.value
            JOIN users AS a ON a.id = p.author_id AND a.deleted_at IS NULL
            LEFT JOIN posts AS q ON q.id = p.quoted_post_id
            LEFT JOIN users AS w ON w.id = q.author_id AND w.deleted_at IS NULL
            LEFT JOIN json_each('["' || replace(p.mention_ids, ' ', '","') || '"]') AS m
            LEFT JOIN users AS u ON u.id = m.value AND u.deleted_at IS NULL
            ORDER BY p.id, m.key"#,
            ids
        )
        .fetch_all(self.connection())
        .await
    }

    /// The comments that a JSON array names.
    pub(super) async fn comment_rows(&mut self, ids: &str) -> Result<Vec<CommentRow>, sqlx::Error> {
        sqlx::query_as!(
            CommentRow,
            r#"SELECT c.id AS "id!", c.post_id AS "post_id!", pa.id AS "post_author?: String",
                c.parent_id, q.id IS NOT NULL AND q.deleted_at IS NULL AS "parent_lives!: bool",
                qa.id AS "parent_author?: String", a.id AS "author_id!", c.body AS "body!",
                coalesce(c.edited_at, c.created_at) AS "at!: i64"
            FROM json_each(?) AS wanted JOIN comments AS c ON c.id = wanted.value
            JOIN users AS a ON a.id = c.author_id AND a.deleted_at IS NULL
            JOIN posts AS p ON p.id = c.post_id
            LEFT JOIN users AS pa ON pa.id = p.author_id AND pa.deleted_at IS NULL
            LEFT JOIN comments AS q ON q.id = c.parent_id
            LEFT JOIN users AS qa ON qa.id = q.author_id AND qa.deleted_at IS NULL
            WHERE c.deleted_at IS NULL"#,
            ids
        )
        .fetch_all(self.connection())
        .await
    }
}
