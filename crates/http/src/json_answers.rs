//! The answers that are kept for retries.

use thoughts_use_cases::comments::CommentView;
use thoughts_use_cases::idempotency::{Answer, AnswerRenderer};
use thoughts_use_cases::notifications::NotificationsRead;
use thoughts_use_cases::posts::PostView;

use crate::{comments, notifications, posts};

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
