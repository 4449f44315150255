//! What is held about one user.

mod told;

use async_trait::async_trait;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::export::{
    ExportRow, ExportSection, ExportedAnswer, ExportedBlock, ExportedComment, ExportedEdit,
    ExportedEvent, ExportedFollow, ExportedIdentity, ExportedMention, ExportedMute, ExportedPost,
    ExportedSecondFactor, ExportedSession,
};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::state::{CommentRow, IdentityRow, PostRow, State};

/// Sorts, and takes a page after the edge: later in the order, or earlier when it is newest first.
pub(super) fn page<R>(mut rows: Vec<R>, newest: bool, after: Option<&R::Key>, limit: u32) -> Vec<R>
where
    R: ExportRow,
    R::Key: Ord,
{
    rows.sort_by_key(ExportRow::key);
    if newest {
        rows.reverse();
    }
    let later = |row: &R| match after {
        None => true,
        Some(edge) if newest => row.key() < *edge,
        Some(edge) => row.key() > *edge,
    };
    rows.retain(later);
    rows.truncate(limit as usize);
    rows
}

fn posts_of(state: &State, user: UserId) -> impl Iterator<Item = &PostRow> {
    let posts = state.posts.values();
    posts.filter(move |row| row.post.author_id == user)
}

#[async_trait]
impl ExportSection<ExportedSession> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedSession>, StorageError> {
        let rows = self.read(|state| {
            let sessions = state.sessions.values().filter(|s| s.user_id == user);
            let rows = sessions.map(|session| ExportedSession {
                id: session.id,
                user_agent: session.user_agent.clone(),
                created_at: session.created_at,
                last_used_at: session.last_used_at,
                expires_at: session.expires_at,
            });
            rows.collect()
        });
        Ok(page(rows, true, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedSecondFactor> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<()>,
        limit: u32,
    ) -> Result<Vec<ExportedSecondFactor>, StorageError> {
        let rows = self.read(|state| {
            let rows = state.second_factors.get(&user).map(|row| {
                let factor = row.stored.factor;
                ExportedSecondFactor {
                    begun_at: factor.begun_at,
                    enabled_at: factor.enabled_at,
                    last_step: factor.last_step,
                    recovery_codes_left: row.left(),
                }
            });
            rows.into_iter().collect()
        });
        Ok(page(rows, false, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedAnswer> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<String>,
        limit: u32,
    ) -> Result<Vec<ExportedAnswer>, StorageError> {
        let rows = self.read(|state| {
            let answers = state.answers.iter().filter(|((who, _), _)| *who == user);
            let rows = answers.map(|((_, key), kept)| ExportedAnswer {
                key: key.clone(),
                status: kept.answer.status,
                created_at: kept.created_at,
            });
            rows.collect()
        });
        Ok(page(rows, false, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedPost> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedPost>, StorageError> {
        let rows = self.read(|state| {
            let rows = posts_of(state, user).map(|PostRow { post, .. }| ExportedPost {
                id: post.id,
                body: post.body.as_str().to_owned(),
                hashtags: post.body.hashtags(),
                mentions: post.mentions.iter().map(|mentioned| mentioned.id).collect(),
                quoted_post_id: post.quoted_post_id,
                created_at: post.created_at,
                edited_at: post.edited_at,
                version: post.version,
            });
            rows.collect()
        });
        Ok(page(rows, true, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedEdit> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<(TimeKey, u32)>,
        limit: u32,
    ) -> Result<Vec<ExportedEdit>, StorageError> {
        let rows = self.read(|state| {
            let rows = posts_of(state, user).flat_map(|row| {
                row.edits.iter().map(|old| ExportedEdit {
                    post_id: row.post.id,
                    post_created_at: row.post.created_at,
                    version: old.version,
                    body: old.body.as_str().to_owned(),
                    written_at: old.written_at,
                })
            });
            rows.collect()
        });
        Ok(page(rows, true, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedComment> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedComment>, StorageError> {
        let rows = self.read(|state| {
            let comments = state.comments.values().filter_map(CommentRow::live);
            let rows = comments
                .filter(|comment| comment.author_id == user)
                .map(|comment| ExportedComment {
                    id: comment.id,
                    post_id: comment.post_id,
                    parent_id: comment.parent_id,
                    body: comment.body.as_str().to_owned(),
                    created_at: comment.created_at,
                    edited_at: comment.edited_at,
                    version: comment.version,
                });
            rows.collect()
        });
        Ok(page(rows, true, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedMention> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<ExportedMention>, StorageError> {
        let rows = self.read(|state| {
            let posts = state.posts.values().map(|row| &row.post);
            let rows = posts
                .filter(|post| post.author_id != user)
                .filter(|post| post.mentions.iter().any(|mentioned| mentioned.id == user))
                .map(|post| ExportedMention {
                    post_id: post.id,
                    created_at: post.created_at,
                });
            rows.collect()
        });
        Ok(page(rows, false, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedEvent> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<ExportedEvent>, StorageError> {
        let rows = self.read(|state| {
            let events = state.events.iter().filter(|event| event.actor == user);
            let rows = events.map(|event| ExportedEvent {
                position: event.position,
                id: event.id,
                event_type: event.event_type.clone(),
                aggregate_type: event.aggregate_type.clone(),
                aggregate_id: event.aggregate_id.to_string(),
                payload: event.payload.clone(),
                occurred_at: event.occurred_at,
                trace_parent: event.trace_parent.clone(),
            });
            rows.collect()
        });
        Ok(page(rows, false, after.as_ref(), limit))
    }
}

#[async_trait]
impl ExportSection<ExportedIdentity> for MemoryStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<(String, String)>,
        limit: u32,
    ) -> Result<Vec<ExportedIdentity>, StorageError> {
        let rows = self.read(|state| identities_of(state, user));
        Ok(page(rows, false, after.as_ref(), limit))
    }
}

/// Fills the section of one kind of relation.
macro_rules! relations {
    ($($row:ident of $kind:ident,)+) => {$(
        #[async_trait]
        impl ExportSection<$row> for MemoryStorage {
            async fn rows(
                &self,
                user: UserId,
                after: Option<TimeKey>,
                limit: u32,
            ) -> Result<Vec<$row>, StorageError> {
                let rows = self.read(|state| {
                    let relations = state.relations.iter();
                    let his = relations.filter(|((from, kind, _), _)| {
                        *from == user && *kind == RelationKind::$kind
                    });
                    let rows = his.map(|((_, _, to), since)| $row {
                        user_id: *to,
                        since: *since,
                    });
                    rows.collect()
                });
                Ok(page(rows, true, after.as_ref(), limit))
            }
        }
    )+};
}

relations! {
    ExportedFollow of Follow,
    ExportedBlock of Block,
    ExportedMute of Mute,
}

fn identities_of(state: &State, user: UserId) -> Vec<ExportedIdentity> {
    let mut rows = Vec::new();
    for (identity, row) in &state.identities {
        if let IdentityRow::Of(owner, since) = row
            && *owner == user
        {
            rows.push(ExportedIdentity {
                issuer: identity.issuer().to_owned(),
                subject: identity.subject().to_owned(),
                created_at: *since,
            });
        }
    }
    rows
}
