//! The sections, as one value.

use std::sync::Arc;

use super::{
    ExportSection, ExportedAnswer, ExportedBlock, ExportedBookmark, ExportedComment,
    ExportedCommentLike, ExportedEdit, ExportedEvent, ExportedFollow, ExportedHandle,
    ExportedIdentity, ExportedLike, ExportedMail, ExportedMailedToken, ExportedMention,
    ExportedModeration, ExportedMute, ExportedNotification, ExportedPost, ExportedReport,
    ExportedRepost, ExportedSecondFactor, ExportedSession,
};

/// Declares the list of all sections once.
macro_rules! sections {
    ($($(#[$doc:meta])+ $name:ident: $row:ty,)+) => {
        /// Every section of an export.
        #[derive(Clone)]
        pub struct ExportSections {
            $($(#[$doc])+ pub $name: Arc<dyn ExportSection<$row>>,)+
        }

        /// What fills every section.
        pub trait Exports: $(ExportSection<$row> +)+ {}

        impl<S> Exports for S where S: $(ExportSection<$row> +)+ {}

        impl ExportSections {
            /// Sections that one storage fills.
            pub fn of<S: Exports + 'static>(storage: &Arc<S>) -> Self {
                Self { $($name: Arc::clone(storage) as _,)+ }
            }
        }
    };
}

sections! {
    /// Devices that are signed in.
    sessions: ExportedSession,
    /// The second factor.
    second_factors: ExportedSecondFactor,
    /// Outside providers that vouch for the user.
    identities: ExportedIdentity,
    /// Handles that are kept for the user.
    former_handles: ExportedHandle,
    /// Mails that wait to be sent.
    mails: ExportedMail,
    /// Mailed tokens that were not used yet.
    mailed_tokens: ExportedMailedToken,
    /// Answers kept for retries.
    answers: ExportedAnswer,
    /// Posts.
    posts: ExportedPost,
    /// What posts said before.
    edits: ExportedEdit,
    /// Comments.
    comments: ExportedComment,
    /// Posts of others that name the user.
    mentions: ExportedMention,
    /// Whom the user follows.
    following: ExportedFollow,
    /// Whom the user blocks.
    blocks: ExportedBlock,
    /// Whom the user mutes.
    mutes: ExportedMute,
    /// Posts that the user likes.
    likes: ExportedLike,
    /// Comments that he likes.
    comment_likes: ExportedCommentLike,
    /// Posts that he reposted.
    reposts: ExportedRepost,
    /// Posts that he keeps.
    bookmarks: ExportedBookmark,
    /// What the user was told.
    notifications: ExportedNotification,
    /// What the user reported to moderators.
    reports: ExportedReport,
    /// What moderators did to the user.
    moderation: ExportedModeration,
    /// Retained events.
    events: ExportedEvent,
}
