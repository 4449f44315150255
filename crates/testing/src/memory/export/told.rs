//! What the user was told, and what is kept for him for a while.

use async_trait::async_trait;
use thoughts_domain::ids::{Cuid, NotificationId, UserId};
use thoughts_use_cases::export::{
    ExportSection, ExportedHandle, ExportedMail, ExportedMailedToken, ExportedModeration,
    ExportedNotification, ExportedReport,
};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use super::page;
use crate::memory::MemoryStorage;
use crate::memory::state::State;

/// Fills a section with what a function finds, in the order of its keys.
macro_rules! section {
    ($row:ident by $key:ty, newest first: $newest:literal, $find:ident) => {
        #[async_trait]
        impl ExportSection<$row> for MemoryStorage {
            async fn rows(
                &self,
                user: UserId,
                after: Option<$key>,
                limit: u32,
            ) -> Result<Vec<$row>, StorageError> {
                let rows = self.read(|state| $find(state, user));
                Ok(page(rows, $newest, after.as_ref(), limit))
            }
        }
    };
}

section!(ExportedNotification by (NotificationId, Cuid, UserId), newest first: false, notifications);
section!(ExportedMail by &'static str, newest first: false, mails);
section!(ExportedMailedToken by &'static str, newest first: false, mailed_tokens);
section!(ExportedHandle by String, newest first: false, handles);
section!(ExportedModeration by TimeKey, newest first: true, moderation);
section!(ExportedReport by TimeKey, newest first: true, reports);

fn notifications(state: &State, user: UserId) -> Vec<ExportedNotification> {
    let entries = state.notification_entries.values();
    let his = entries.filter(|(_, due)| due.recipient == user);
    let rows = his.filter_map(|(id, due)| {
        let notification = state.notifications.get(id)?;
        Some(ExportedNotification {
            id: *id,
            kind: due.kind,
            actor_id: due.actor,
            source_id: due.source,
            post_id: notification.post,
            comment_id: due.comment_id,
            happened_at: due.at,
            read_at: notification.read_at,
        })
    });
    rows.collect()
}

fn mails(state: &State, user: UserId) -> Vec<ExportedMail> {
    let mails = state.mails.values().map(|row| &row.mail);
    let his = mails.filter(|mail| mail.user_id == user);
    let rows = his.map(|mail| ExportedMail {
        kind: mail.kind,
        created_at: mail.created_at,
    });
    rows.collect()
}

fn mailed_tokens(state: &State, user: UserId) -> Vec<ExportedMailedToken> {
    let tokens = state.one_time_tokens.values().map(|(_, token)| token);
    let his = tokens.filter(|token| token.user_id == user);
    let rows = his.map(|token| ExportedMailedToken {
        purpose: token.purpose,
        expires_at: token.expires_at,
    });
    rows.collect()
}

fn handles(state: &State, user: UserId) -> Vec<ExportedHandle> {
    let handles = state.former_handles.iter();
    let his = handles.filter(|(_, kept)| kept.user_id == user);
    let rows = his.map(|(handle, kept)| ExportedHandle {
        handle: handle.clone(),
        reserved_until: kept.reserved_until,
    });
    rows.collect()
}

fn moderation(state: &State, user: UserId) -> Vec<ExportedModeration> {
    let lines = state.moderation_log.iter();
    let his = lines.filter(|(entry, owner)| *owner == user && entry.action.shows_to_owner());
    let rows = his.map(|(entry, _)| ExportedModeration {
        id: entry.id,
        action: entry.action,
        subject: entry.subject,
        at: entry.at,
    });
    rows.collect()
}

fn reports(state: &State, user: UserId) -> Vec<ExportedReport> {
    let reports = state.reports.values();
    let his = reports.filter(|row| row.of == Some(user));
    let rows = his.map(|row| {
        let report = &row.report;
        let note = report.note.as_ref();
        ExportedReport {
            id: report.id,
            subject: report.subject,
            reason: report.reason,
            note: note.map(|note| note.as_str().to_owned()),
            created_at: report.created_at,
            resolved_at: report.resolution.map(|resolution| resolution.at),
        }
    });
    rows.collect()
}
