//! The sections of the document, in their order.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::export::ExportSections;

use super::stream::{SectionStream, section};
use super::wire::{
    ExportedBlockJson, ExportedBookmarkJson, ExportedCommentJson, ExportedCommentLikeJson,
    ExportedEditJson, ExportedEventJson, ExportedFollowJson, ExportedHandleJson,
    ExportedIdentityJson, ExportedLikeJson, ExportedMailJson, ExportedMailedTokenJson,
    ExportedMentionJson, ExportedModerationJson, ExportedMuteJson, ExportedNotificationJson,
    ExportedPostJson, ExportedReportJson, ExportedRepostJson, ExportedSecondFactorJson,
    ExportedSessionJson, KeptAnswerJson,
};
use crate::answer::json;

/// Every section of a user's document.
pub(super) fn of(export: &ExportSections, user: UserId) -> Vec<SectionStream> {
    // The names are those of the fields of `ExportJson`.
    macro_rules! sections {
        ($($name:literal: $rows:ident as $json:ident,)+) => {
            vec![$(section($name, export.$rows.clone(), user, |row| json(&$json::from(row))),)+]
        };
    }
    sections! {
        "sessions": sessions as ExportedSessionJson,
        "secondFactors": second_factors as ExportedSecondFactorJson,
        "outsideIdentities": identities as ExportedIdentityJson,
        "formerHandles": former_handles as ExportedHandleJson,
        "mails": mails as ExportedMailJson,
        "mailedTokens": mailed_tokens as ExportedMailedTokenJson,
        "keptAnswers": answers as KeptAnswerJson,
        "posts": posts as ExportedPostJson,
        "postEdits": edits as ExportedEditJson,
        "comments": comments as ExportedCommentJson,
        "mentionedIn": mentions as ExportedMentionJson,
        "following": following as ExportedFollowJson,
        "blocks": blocks as ExportedBlockJson,
        "mutes": mutes as ExportedMuteJson,
        "likes": likes as ExportedLikeJson,
        "commentLikes": comment_likes as ExportedCommentLikeJson,
        "reposts": reposts as ExportedRepostJson,
        "bookmarks": bookmarks as ExportedBookmarkJson,
        "notifications": notifications as ExportedNotificationJson,
        "reports": reports as ExportedReportJson,
        "moderation": moderation as ExportedModerationJson,
        "events": events as ExportedEventJson,
    }
}
