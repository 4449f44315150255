//! Following, blocking and muting.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::graph::RelationKind;
use thoughts_use_cases::graph::{BeginRelationCommand, EndRelationCommand};

use crate::answer::{Answer, Done, done};
use crate::auth::SignedIn;
use crate::context::Trace;
use crate::params::{Path, UserInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// Following, blocking and muting.
pub(crate) struct RelationsApi(pub(crate) Arc<Ports>);

type Nothing = Result<Answer<Done, ()>, Problem>;

#[OpenApi(tag = "Tag::Graph")]
impl RelationsApi {
    /// Follow a user
    ///
    /// Puts the user's posts and reposts into your home feed. Following whom you follow already
    /// changes nothing; whom a block hides from you is not found.
    #[oai(
        path = "/v1/users/:id/follow",
        method = "put",
        operation_id = "followUser"
    )]
    async fn follow(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
    ) -> Nothing {
        self.begin(RelationKind::Follow, &who, trace, id).await
    }

    /// Unfollow a user
    ///
    /// Takes the user out of your home feed. It is done, too, when you did not follow.
    #[oai(
        path = "/v1/users/:id/follow",
        method = "delete",
        operation_id = "unfollowUser"
    )]
    async fn unfollow(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
    ) -> Nothing {
        self.end(RelationKind::Follow, &who, trace, id).await
    }

    /// Block a user
    ///
    /// Neither of you sees or reaches the other any more, and follows between you end. Both may
    /// block each other; blocking twice changes nothing.
    #[oai(
        path = "/v1/users/:id/block",
        method = "put",
        operation_id = "blockUser"
    )]
    async fn block(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
    ) -> Nothing {
        self.begin(RelationKind::Block, &who, trace, id).await
    }

    /// Unblock a user
    ///
    /// Lets you see and reach each other again, unless the user blocks you too. Follows that the
    /// block ended do not come back.
    #[oai(
        path = "/v1/users/:id/block",
        method = "delete",
        operation_id = "unblockUser"
    )]
    async fn unblock(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
    ) -> Nothing {
        self.end(RelationKind::Block, &who, trace, id).await
    }

    /// Mute a user
    ///
    /// Hides the user from your lists and notifications, and tells nobody. You still see what you
    /// ask for by its id, and lists of the user's own.
    #[oai(path = "/v1/users/:id/mute", method = "put", operation_id = "muteUser")]
    async fn mute(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
    ) -> Nothing {
        self.begin(RelationKind::Mute, &who, trace, id).await
    }

    /// Unmute a user
    ///
    /// Shows the user in your lists and notifications again.
    #[oai(
        path = "/v1/users/:id/mute",
        method = "delete",
        operation_id = "unmuteUser"
    )]
    async fn unmute(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
    ) -> Nothing {
        self.end(RelationKind::Mute, &who, trace, id).await
    }
}

impl RelationsApi {
    async fn begin(
        &self,
        kind: RelationKind,
        who: &SignedIn,
        trace: Trace,
        id: Path<UserInPath>,
    ) -> Nothing {
        let command = BeginRelationCommand {
            caller: who.0,
            kind,
            other: id.or_not_found()?,
            trace: trace.0,
        };
        self.0.begin_relation.execute(command).await?;
        Ok(done())
    }

    async fn end(
        &self,
        kind: RelationKind,
        who: &SignedIn,
        trace: Trace,
        id: Path<UserInPath>,
    ) -> Nothing {
        let command = EndRelationCommand {
            caller: who.0,
            kind,
            other: id.or_not_found()?,
            trace: trace.0,
        };
        self.0.end_relation.execute(command).await?;
        Ok(done())
    }
}
