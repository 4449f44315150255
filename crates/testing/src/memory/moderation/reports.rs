//! Reports in memory.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::ids::{ReportId, UserId};
use thoughts_domain::moderation::{Report, Resolution, Subject};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::moderation::{
    ReportQueries, ReportRepository, ReportState, ReportView, Settlement,
};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::{CommentRow, ReportRow, State};
use crate::memory::store::MemoryWork;

#[async_trait]
impl ReportRepository for MemoryWork {
    async fn owner_of(
        &mut self,
        subject: Subject,
        _reporter: UserId,
    ) -> Result<Option<UserId>, StorageError> {
        let state = &self.state;
        Ok(match subject {
            Subject::User(id) => state.is_live(id).then_some(id),
            Subject::Post(id) => {
                let row = state.posts.get(&id).filter(|row| !row.post.hidden);
                row.map(|row| row.post.author_id)
            }
            Subject::Comment(id) => {
                let row = state.comments.get(&id).filter(|row| !row.hidden);
                row.and_then(CommentRow::author)
            }
        })
    }

    async fn file(&mut self, report: &Report) -> Result<Report, StorageError> {
        let mut open = self.state.reports.values_mut();
        let open = open.find(|row| {
            row.of == Some(report.reporter)
                && row.report.subject == report.subject
                && row.report.resolution.is_none()
        });
        if let Some(row) = open {
            row.report.reason = report.reason;
            row.report.note.clone_from(&report.note);
            return Ok(row.report.clone());
        }
        let row = ReportRow {
            report: report.clone(),
            of: Some(report.reporter),
        };
        self.state.reports.insert(report.id, row);
        Ok(report.clone())
    }

    async fn resolve(
        &mut self,
        id: ReportId,
        resolution: Resolution,
    ) -> Result<Settlement, StorageError> {
        let Some(row) = self.state.reports.get_mut(&id) else {
            return Ok(Settlement::Unknown);
        };
        if row.report.resolution.is_some() {
            return Ok(Settlement::Before);
        }
        row.report.resolution = Some(resolution);
        Ok(Settlement::Now {
            subject: row.report.subject,
            owner: row.report.owner,
        })
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        let mut forgotten = 0;
        for row in self.state.reports.values_mut() {
            let tells =
                row.of == Some(user) || (row.report.owner == user && row.report.note.is_some());
            if tells && forgotten < limit {
                row.report.note = None;
                row.of = row.of.filter(|of| *of != user);
                forgotten += 1;
            }
        }
        Ok(forgotten)
    }
}

#[async_trait]
impl ReportQueries for MemoryStorage {
    async fn reports(
        &self,
        state: ReportState,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<ReportView, TimeKey>>, StorageError> {
        let key = |view: &ReportView| TimeKey {
            at: view.created_at,
            id: view.id.raw(),
        };
        Ok(self.positioned(|all| {
            let reports = all.reports.values().map(|row| all.report_view(row));
            let mut found: Vec<_> = reports
                .filter(|view| ReportState::from(view.resolution) == state)
                .collect();
            found.sort_by_key(|view| Reverse(key(view)));
            page_of(&found, page, key, |a, b| a > b)
        }))
    }

    async fn own_report(
        &self,
        id: ReportId,
        reporter: UserId,
    ) -> Result<Positioned<Option<ReportView>>, StorageError> {
        Ok(self.positioned(|state| {
            let row = state.reports.get(&id)?;
            (row.of == Some(reporter)).then(|| state.report_view(row))
        }))
    }
}

impl State {
    fn is_live(&self, id: UserId) -> bool {
        let row = self.users.get(&id);
        row.is_some_and(|row| row.account.is_some())
    }

    fn report_view(&self, row: &ReportRow) -> ReportView {
        let report = &row.report;
        let reporter = row.of.filter(|id| self.is_live(*id));
        let reporter = reporter.and_then(|id| self.users.get(&id));
        let note = report.note.clone();
        ReportView {
            id: report.id,
            reporter: reporter.map(|row| row.shown.clone()),
            subject: report.subject,
            owner_id: report.owner,
            reason: report.reason,
            note: note.filter(|_| reporter.is_some() && self.is_live(report.owner)),
            created_at: report.created_at,
            resolution: report.resolution,
        }
    }
}
