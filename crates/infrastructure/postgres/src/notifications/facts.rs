//! What notifications follow from.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Parent, PostFacts};

use crate::convert::moment;
use crate::unit_of_work::PostgresUnitOfWork;

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
    at: DateTime<Utc>,
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
            at: moment(self.at),
        };
        Ok((facts, CommentBody::from_storage(self.body)?))
    }
}

/// A post.
pub(super) struct PostRow {
    id: String,
    author_id: String,
    mentioned: Vec<String>,
    quoted_id: Option<String>,
    quoted_author: Option<String>,
    at: DateTime<Utc>,
}

impl PostRow {
    pub(super) fn facts(self) -> Result<PostFacts, Inconsistency> {
        let mentioned = self.mentioned.iter().map(|id| UserId::from_storage(id));
        Ok(PostFacts {
            id: PostId::from_storage(&self.id)?,
            author: UserId::from_storage(&self.author_id)?,
            mentioned: mentioned.collect::<Result<_, _>>()?,
            quoted: match (self.quoted_id, self.quoted_author) {
                (Some(post), Some(author)) => {
                    Some((PostId::from_storage(&post)?, UserId::from_storage(&author)?))
                }
                _ => None,
            },
            at: moment(self.at),
        })
    }
}

impl PostgresUnitOfWork {
    pub(super) async fn post_rows(&mut self, ids: &[String]) -> Result<Vec<PostRow>, sqlx::Error> {
        sqlx::query_as!(
            PostRow,
            r#"SELECT p.id, p.author_id,
                   ARRAY(
                       SELECT m.id FROM unnest(p.mention_ids) WITH ORDINALITY AS m (id, place)
                       CROSS JOIN LATERAL (
                           SELECT u.id FROM users u WHERE u.id = m.id AND u.deleted_at IS NULL
                           OFFSET 0) living
                       ORDER BY m.place
                   ) AS "mentioned!", quoted.id AS "quoted_id?", quoted.author_id AS "quoted_author?",
                   coalesce(p.edited_at, p.created_at) AS "at!"
               FROM posts p CROSS JOIN LATERAL (
                   SELECT a.id FROM users a WHERE a.id = p.author_id AND a.deleted_at IS NULL
                   OFFSET 0) author LEFT JOIN LATERAL (
                   SELECT q.id, q.author_id FROM posts q JOIN users w ON w.id = q.author_id
                   WHERE q.id = p.quoted_post_id AND w.deleted_at IS NULL OFFSET 0) quoted ON true
               WHERE p.id = ANY ($1)"#,
            ids,
        )
        .fetch_all(self.connection())
        .await
    }

    pub(super) async fn comment_rows(
        &mut self,
        ids: &[String],
    ) -> Result<Vec<CommentRow>, sqlx::Error> {
        sqlx::query_as!(
            CommentRow,
            r#"SELECT c.id, c.post_id, pa.id AS "post_author?", c.parent_id,
                   coalesce(q.deleted_at IS NULL, false) AS "parent_lives!",
                   qa.id AS "parent_author?", a.id AS author_id, c.body AS "body!",
                   coalesce(c.edited_at, c.created_at) AS "at!"
               FROM comments c
               JOIN users a ON a.id = c.author_id AND a.deleted_at IS NULL
               JOIN posts p ON p.id = c.post_id
               LEFT JOIN users pa ON pa.id = p.author_id AND pa.deleted_at IS NULL
               LEFT JOIN comments q ON q.id = c.parent_id
               LEFT JOIN users qa ON qa.id = q.author_id AND qa.deleted_at IS NULL
               WHERE c.id = ANY ($1) AND c.deleted_at IS NULL"#,
            ids,
        )
        .fetch_all(self.connection())
        .await
    }
}
