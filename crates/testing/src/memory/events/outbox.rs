//! Where a unit of work leaves what happened.

use async_trait::async_trait;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::{LoggedEvent, NewEvent, Outbox};
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

#[async_trait]
impl Outbox for MemoryWork {
    async fn append(&mut self, new: &NewEvent) -> Result<(), StorageError> {
        let facts = new.event.facts();
        let mut encoded = self.encoder.encode(&new.event);
        let mut trace_parent = new.trace.0.clone();
        let actor = self.state.users.get(&facts.actor);
        if actor.is_some_and(|row| row.account.is_none()) {
            encoded.payload = self.encoder.encode_erased(facts.aggregate_id);
            trace_parent = None;
        }
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
            trace_parent,
        });
        Ok(())
    }

    async fn erase_waiting(
        &mut self,
        _actor: UserId,
        _after: u64,
        _limit: u32,
    ) -> Result<Option<u64>, StorageError> {
        Ok(None)
    }

    async fn erase_logged(
        &mut self,
        actor: UserId,
        after: u64,
        limit: u32,
    ) -> Result<Option<u64>, StorageError> {
        let events = self.state.events.iter_mut();
        let his = events.filter(|event| event.actor == actor && event.position > after);
        let mut last = None;
        for event in his.take(limit as usize) {
            if event.event_type != DomainEvent::OF_ERASURE {
                event.payload = self.encoder.encode_erased(event.aggregate_id);
            }
            event.trace_parent = None;
            last = Some(event.position);
        }
        Ok(last)
    }
}
