//! Where a unit of work leaves what happened.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::{LoggedEvent, NewEvent, Outbox};
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

#[async_trait]
impl Outbox for MemoryWork {
    async fn append(&mut self, new: &NewEvent) -> Result<(), StorageError> {
        let facts = new.event.facts();
        let encoded = self.encoder.encode(&new.event);
        self.state.position += 1;
        self.state.events.push(LoggedEvent {
            position: self.state.position,
            id: new.id,
            event_type: facts.event_type.to_owned(),
            aggregate_type: facts.aggregate_type.as_str().to_owned(),
            aggregate_id: facts.aggregate_id,
            aggregate_version: facts.aggregate_version,
            audience: facts.audience.as_str().to_owned(),
            actor: facts.actor,
            schema_version: encoded.schema_version,
            payload: encoded.payload,
            occurred_at: new.occurred_at,
            trace_parent: new.trace.0.clone(),
        });
        Ok(())
    }

    async fn erase_actor(&mut self, actor: UserId) -> Result<(), StorageError> {
        for event in self.state.events.iter_mut().filter(|e| e.actor == actor) {
            event.payload = self.encoder.encode_erased(event.aggregate_id);
        }
        Ok(())
    }
}
