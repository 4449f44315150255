//! Telling of a change: in the event log, and to the user by mail.

use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, MailId};
use thoughts_domain::second_factor::SecondFactorChanged;
use thoughts_domain::time::Timestamp;

use crate::events::{NewEvent, TraceParent};
use crate::mail::{MailKind, MailService, NewMail};
use crate::storage::{StorageError, UnitOfWork};
use crate::system::IdGenerator;

/// How a change is told of.
pub(crate) struct News<'a> {
    pub(crate) ids: &'a dyn IdGenerator,
    pub(crate) mail: MailService,
    pub(crate) trace: TraceParent,
    pub(crate) now: Timestamp,
}

impl News<'_> {
    /// Leaves the event, and a mail where mails can be sent.
    pub(crate) async fn tell(
        self,
        work: &mut dyn UnitOfWork,
        event: SecondFactorChanged,
    ) -> Result<(), StorageError> {
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::SecondFactorChanged(event),
                occurred_at: self.now,
                trace: self.trace,
            })
            .await?;
        if self.mail == MailService::On {
            work.mails()
                .enqueue(&NewMail {
                    id: MailId::new(self.ids.next()),
                    kind: MailKind::SecondFactor(event.change),
                    user_id: event.user_id,
                    created_at: self.now,
                })
                .await?;
        }
        Ok(())
    }
}
