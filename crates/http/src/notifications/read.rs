//! Marking notifications as read.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::{IdError, NotificationId};
use thoughts_use_cases::idempotency::Settled;
use thoughts_use_cases::notifications::MarkReadCommand;

use super::wire::{ReadRequest, answer};
use crate::answer::{Answer, DoneOnce, replayed};
use crate::auth::SignedIn;
use crate::body::Body;
use crate::idempotency::Target;
use crate::params::{Given, IdempotencyKey};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Marking notifications as read.
pub(crate) struct ReadNotificationsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Notifications")]
impl ReadNotificationsApi {
    /// Mark notifications as read
    ///
    /// Marks those that are named, or all with `{}`. Those that are not yours or are gone are
    /// passed over. Whoever joins later makes a new notification.
    #[oai(
        path = "/v1/notifications/read",
        method = "post",
        operation_id = "readNotifications"
    )]
    async fn read(
        &self,
        who: SignedIn,
        target: Target,
        /// Makes a retry known as one for 24 hours.
        #[oai(name = "Idempotency-Key")]
        key: Given<IdempotencyKey>,
        body: Body<ReadRequest>,
    ) -> Result<Answer<DoneOnce, ()>, Problem> {
        let mut validation = Validation::default();
        let raw = body.raw.clone();
        let key = key.check(&mut validation);
        let ids = body.open(&mut validation).and_then(|fields| {
            fields.ids.read("/ids", &mut validation, |ids| {
                let ids = ids.iter().map(|id| NotificationId::parse(id));
                ids.collect::<Result<Vec<_>, IdError>>()
            })
        });
        let (Some(key), Some(ids)) = (key, ids) else {
            return Err(validation.into_problem());
        };
        let command = MarkReadCommand {
            caller: who.0,
            ids,
            retry: target.retry_key(who.0.user_id, key, &raw),
        };
        Ok(match self.0.mark_read.execute(command).await? {
            Settled::Fresh(_) => replayed(answer(), false),
            Settled::Replayed(earlier) => replayed(earlier, true),
        })
    }
}
