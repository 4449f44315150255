//! The answers that are kept for retries.

use thoughts_domain::moderation::Report;
use thoughts_use_cases::comments::CommentView;
use thoughts_use_cases::idempotency::{Answer, AnswerRenderer};
use thoughts_use_cases::moderation::ReportResolved;
use thoughts_use_cases::notifications::NotificationsRead;
use thoughts_use_cases::posts::PostView;

use crate::{comments, moderation, notifications, posts};

/// Renders outcomes as this layer answers them the first time.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonAnswers;

impl AnswerRenderer<PostView> for JsonAnswers {
    fn render(&self, outcome: &PostView) -> Answer {
        posts::answer(outcome)
    }
}

impl AnswerRenderer<CommentView> for JsonAnswers {
    fn render(&self, outcome: &CommentView) -> Answer {
        comments::answer(outcome)
    }
}

impl AnswerRenderer<NotificationsRead> for JsonAnswers {
    fn render(&self, _outcome: &NotificationsRead) -> Answer {
        notifications::answer()
    }
}

impl AnswerRenderer<Report> for JsonAnswers {
    fn render(&self, outcome: &Report) -> Answer {
        moderation::filed(outcome)
    }
}

impl AnswerRenderer<ReportResolved> for JsonAnswers {
    fn render(&self, _outcome: &ReportResolved) -> Answer {
        moderation::resolved()
    }
}
