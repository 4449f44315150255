//! Reporting something to the moderators.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::moderation::{ReportNote, ReportReason, Subject};
use thoughts_use_cases::idempotency::Settled;
use thoughts_use_cases::moderation::FileReportCommand;

use super::report_wire::{ReportJson, ReportRequest, filed, version};
use crate::answer::{Answer, Created, Found, found, json, replayed};
use crate::auth::SignedIn;
use crate::body::{Body, Optional};
use crate::idempotency::Target;
use crate::params::{Given, IdempotencyKey, IfNoneMatch, Path, ReportInPath};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Reporting something to the moderators.
pub(crate) struct ReportsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Moderation")]
impl ReportsApi {
    /// Report something
    ///
    /// Tells the moderators what is wrong with a user, a post or a comment. Nobody else learns of
    /// it. Reporting again what you have reported changes the reason and the note while the report
    /// is open. What is your own cannot be reported; what blocks you, or what you block, can.
    #[oai(path = "/v1/reports", method = "post", operation_id = "fileReport")]
    async fn file(
        &self,
        who: SignedIn,
        target: Target,
        /// Makes a retry known as one for 24 hours.
        #[oai(name = "Idempotency-Key")]
        key: Given<IdempotencyKey>,
        body: Body<ReportRequest>,
    ) -> Result<Answer<Created, ReportJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let raw = body.raw.clone();
        let key = key.check(&mut validation);
        let told = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            let ids = (fields.user_id, fields.post_id, fields.comment_id);
            let subject = subject(ids, v);
            let parse = |text: String| text.parse::<ReportReason>();
            let reason = fields.reason.read("/reason", v, parse);
            let parse = |text: String| ReportNote::parse(&text);
            let note = fields.note.read("/note", v, parse);
            Some((subject?, reason?, note?))
        });
        let (Some(key), Some((subject, reason, note))) = (key, told) else {
            return Err(validation.into_problem());
        };
        let command = FileReportCommand {
            caller: who.0,
            subject,
            reason,
            note,
            retry: target.retry_key(who.0.user_id, key, &raw),
        };
        Ok(match self.0.file_report.execute(command).await? {
            Settled::Fresh(report) => replayed(filed(&report), false),
            Settled::Replayed(earlier) => replayed(earlier, true),
        })
    }

    /// Get a report of yours
    ///
    /// What you have reported, and whether a moderator has resolved it. Those of others are not
    /// found.
    #[oai(path = "/v1/reports/:id", method = "get", operation_id = "getReport")]
    async fn get(
        &self,
        who: SignedIn,
        /// The report.
        id: Path<ReportInPath>,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<Answer<Found, ReportJson<'static>>, Problem> {
        let id = id.or_not_found()?;
        let read = self.0.reports.own_report(id, who.0.user_id).await?;
        let view = read.value.ok_or_else(Problem::not_found)?;
        let body = json(&ReportJson::from(&view));
        let condition = condition.condition();
        let version = version(view.resolution);
        Ok(found(version, body, &read.position, condition.as_ref()))
    }
}

type Ids = (Optional<String>, Optional<String>, Optional<String>);

/// What is reported: exactly one of the three; none when that is noted.
fn subject((user, post, comment): Ids, v: &mut Validation) -> Option<Subject> {
    let user = user.read("/userId", v, |id| UserId::parse(&id).map(Subject::User));
    let post = post.read("/postId", v, |id| PostId::parse(&id).map(Subject::Post));
    let comment = comment.read("/commentId", v, |id| {
        CommentId::parse(&id).map(Subject::Comment)
    });
    let given = [
        ("/userId", user?),
        ("/postId", post?),
        ("/commentId", comment?),
    ];
    let mut given = given.into_iter().filter_map(|(at, id)| Some((at, id?)));
    let Some((_, subject)) = given.next() else {
        let detail = "give one of userId, postId and commentId";
        v.add("", "required", detail);
        return None;
    };
    let mut alone = true;
    for (pointer, _) in given {
        v.add(
            pointer,
            "only_one",
            "a report is about one thing: leave the others out",
        );
        alone = false;
    }
    alone.then_some(subject)
}
