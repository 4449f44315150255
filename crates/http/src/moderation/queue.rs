//! The reports, as moderators work on them.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::moderation::Reason;
use thoughts_use_cases::idempotency::Settled;
use thoughts_use_cases::moderation::{ReportState, ResolveReportCommand};

use super::report_wire::{ModerationReportJson, resolved};
use super::wire::ReasonRequest;
use crate::answer::{Answer, DoneOnce, Listed, PageOf, listed, replayed};
use crate::auth::Moderator;
use crate::body::MaybeBody;
use crate::cursor::{ListName, Walk};
use crate::idempotency::Target;
use crate::params::{Choice, CursorText, Given, IdempotencyKey, Limit, Path, ReportInPath, limit};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

const PATH: &str = "/v1/moderation/reports";

impl Choice for ReportState {
    const ALL: &'static [(&'static str, Self)] = &[
        (Self::Open.as_str(), Self::Open),
        (Self::Resolved.as_str(), Self::Resolved),
    ];
}

/// The reports, as moderators work on them.
pub(crate) struct ReportQueueApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Moderation")]
impl ReportQueueApi {
    /// List reports
    ///
    /// What users reported, the newest first: what is open, or what was resolved. A cursor carries
    /// which.
    #[oai(
        path = "/v1/moderation/reports",
        method = "get",
        operation_id = "listReports"
    )]
    async fn list(
        &self,
        who: Moderator,
        /// Those that are open, or those that were resolved.
        state: Given<ReportState>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<ModerationReportJson<'static>>>, Problem> {
        let mut validation = Validation::default();
        let state = state.check(&mut validation);
        let asked = asked.check(&mut validation);
        let cursor = cursor.check(&mut validation);
        let (Some(state), Some(asked), Some(cursor)) = (state, asked, cursor) else {
            return Err(validation.into_problem());
        };
        let list = ListName {
            path: PATH,
            owner: Some(who.0.user_id),
        };
        let filters = vec![state.map(|state| ReportState::word(&state).to_owned())];
        let cursors = &*self.0.cursors;
        let walk = Walk::open(cursors, list, limit(asked), cursor.as_deref(), filters)?;
        let word = walk.filters.first().and_then(Option::as_deref);
        let mut choices = ReportState::ALL.iter();
        let state = choices
            .find(|(name, _)| Some(*name) == word)
            .map_or_else(ReportState::default, |(_, state)| *state);
        let read = self.0.reports.reports(state, &walk.page()?).await?;
        Ok(listed(
            &walk,
            &read.value,
            &read.position,
            ModerationReportJson::from,
        ))
    }

    /// Resolve a report
    ///
    /// Settles it, whatever was done about it, and notes that in the log. One that was resolved
    /// before stays as it is.
    #[oai(
        path = "/v1/moderation/reports/:id/resolve",
        method = "post",
        operation_id = "resolveReport"
    )]
    async fn resolve(
        &self,
        who: Moderator,
        target: Target,
        /// The report.
        id: Path<ReportInPath>,
        /// Makes a retry known as one for 24 hours.
        #[oai(name = "Idempotency-Key")]
        key: Given<IdempotencyKey>,
        body: MaybeBody<ReasonRequest>,
    ) -> Result<Answer<DoneOnce, ()>, Problem> {
        let mut validation = Validation::default();
        let raw = body.raw();
        let key = key.check(&mut validation);
        let reason = body.open(&mut validation).and_then(|fields| {
            let parse = |text: String| Reason::parse(&text);
            fields.reason.read("/reason", &mut validation, parse)
        });
        let (Some(key), Some(reason)) = (key, reason) else {
            return Err(validation.into_problem());
        };
        let command = ResolveReportCommand {
            caller: who.0,
            id: id.or_not_found()?,
            reason,
            retry: target.retry_key(who.0.user_id, key, &raw),
        };
        Ok(match self.0.resolve_report.execute(command).await? {
            Settled::Fresh(_) => replayed(resolved(), false),
            Settled::Replayed(earlier) => replayed(earlier, true),
        })
    }
}
