//! What notifications follow from.

use std::collections::HashSet;

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Parent, PostFacts};
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

/// Users who have an account.
type Living = HashSet<String>;

/// A live comment.
struct CommentRow {
    id: String,
    post_id: String,
    post_author: String,
    parent_id: Option<String>,
    parent_lives: bool,
    parent_author: Option<String>,
    author_id: String,
    body: String,
    at: DateTime<Utc>,
}

impl CommentRow {
    /// Everybody in it.
    fn users(&self) -> impl Iterator<Item = &String> {
        [&self.author_id, &self.post_author]
            .into_iter()
            .chain(&self.parent_author)
    }

    /// None when its author has no account.
    fn facts(self, living: &Living) -> Option<Result<(CommentFacts, CommentBody), Inconsistency>> {
        living
            .contains(&self.author_id)
            .then(|| self.facts_of_a_living_author(living))
    }

    fn facts_of_a_living_author(
        self,
        living: &Living,
    ) -> Result<(CommentFacts, CommentBody), Inconsistency> {
        let user = |id: Option<String>| {
            let id = id.filter(|id| living.contains(id));
            id.as_deref().map(UserId::from_storage).transpose()
        };
        let parent = match self.parent_id {
            None => Parent::Post,
            Some(_) if !self.parent_lives => Parent::Tombstone,
            Some(id) => Parent::Comment(CommentId::from_storage(&id)?, user(self.parent_author)?),
        };
        let facts = CommentFacts {
            id: CommentId::from_storage(&self.id)?,
            post_id: PostId::from_storage(&self.post_id)?,
            post_author: user(Some(self.post_author))?,
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

    /// The facts of live comments whose authors have an account, and their bodies. Who has one is
    /// asked once for all: of thousands of comments many are by the same.
    pub(super) async fn facts_of_comments(
        &mut self,
        ids: &[String],
    ) -> Result<Vec<(CommentFacts, CommentBody)>, StorageError> {
        let rows = self.comment_rows(ids).await.map_err(storage_error)?;
        let mut users: Vec<&String> = rows.iter().flat_map(CommentRow::users).collect();
        users.sort_unstable();
        users.dedup();
        let users: Vec<String> = users.into_iter().cloned().collect();
        let living = self.living(&users).await.map_err(storage_error)?;
        let facts = rows.into_iter().filter_map(|row| row.facts(&living));
        Ok(facts.collect::<Result<_, _>>()?)
    }

    async fn living(&mut self, users: &[String]) -> Result<Living, sqlx::Error> {
        let living = sqlx::query_scalar!(
            "SELECT id FROM users WHERE id = ANY ($1) AND deleted_at IS NULL",
            users,
        )
        .fetch_all(self.connection())
        .await?;
        Ok(living.into_iter().collect())
    }

    async fn comment_rows(&mut self, ids: &[String]) -> Result<Vec<CommentRow>, sqlx::Error> {
        sqlx::query_as!(
            CommentRow,
            r#"SELECT c.id, c.post_id, p.author_id AS post_author, c.parent_id,
                   coalesce(q.deleted_at IS NULL, false) AS "parent_lives!",
                   q.author_id AS "parent_author?", c.author_id AS "author_id!", c.body AS "body!",
                   coalesce(c.edited_at, c.created_at) AS "at!"
               FROM comments c
               JOIN posts p ON p.id = c.post_id
               LEFT JOIN comments q ON q.id = c.parent_id
               WHERE c.id = ANY ($1) AND c.deleted_at IS NULL"#,
            ids,
        )
        .fetch_all(self.connection())
        .await
    }
}
