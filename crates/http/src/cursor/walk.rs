//! Walking a list page by page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::paging::{Direction, PageLimit, PageRequest};
use thoughts_use_cases::system::MessageAuthenticator;

use super::wire::{CursorKey, Wire, WireKey};
use crate::params::{CursorText, Given, Limit, limit};
use crate::problem::{Problem, Validation, kinds};

/// The length of the tag that ends a cursor, in bytes.
const TAG: usize = 16;

/// Which list a cursor belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListName<'a> {
    /// The path, with the ids that are in it.
    pub(crate) path: &'a str,
    /// Whose list it is, when nobody else has the same.
    pub(crate) owner: Option<UserId>,
}

/// A list, from a place on.
pub(crate) struct Walk<'a> {
    cursors: &'a dyn MessageAuthenticator,
    pub(crate) list: ListName<'a>,
    pub(crate) limit: PageLimit,
    /// The filters that hold.
    pub(crate) filters: Vec<Option<String>>,
    from: Option<(Direction, WireKey)>,
}

impl<'a> Walk<'a> {
    /// Opens the cursor of a list without filters, or begins. The faults of both parameters are told
    /// at once.
    pub(crate) fn unfiltered(
        cursors: &'a dyn MessageAuthenticator,
        list: ListName<'a>,
        asked: Given<Limit>,
        cursor: Given<CursorText>,
    ) -> Result<Self, Problem> {
        let mut validation = Validation::default();
        let asked = asked.check(&mut validation);
        let cursor = cursor.check(&mut validation);
        let (Some(asked), Some(cursor)) = (asked, cursor) else {
            return Err(validation.into_problem());
        };
        Self::open(cursors, list, limit(asked), cursor.as_deref(), Vec::new())
    }

    /// Opens a cursor, or begins. With a cursor, filters may be left out; those that are given
    /// must be the cursor's own.
    pub(crate) fn open(
        cursors: &'a dyn MessageAuthenticator,
        list: ListName<'a>,
        limit: PageLimit,
        cursor: Option<&str>,
        asked: Vec<Option<String>>,
    ) -> Result<Self, Problem> {
        let Some(cursor) = cursor else {
            return Ok(Self {
                cursors,
                list,
                limit,
                filters: asked,
                from: None,
            });
        };
        let wire = read(cursors, list, cursor).ok_or_else(refused)?;
        let same = wire.filters.len() == asked.len()
            && asked
                .iter()
                .zip(&wire.filters)
                .all(|(asked, held)| asked.is_none() || asked == held);
        if !same {
            return Err(refused());
        }
        let direction = if wire.backward {
            Direction::Backward
        } else {
            Direction::Forward
        };
        Ok(Self {
            cursors,
            list,
            limit,
            filters: wire.filters,
            from: Some((direction, wire.key)),
        })
    }

    /// Which page is asked for, in a list that is walked by `K`.
    pub(crate) fn page<K: CursorKey>(&self) -> Result<PageRequest<K>, Problem> {
        let from = match &self.from {
            None => None,
            Some((direction, key)) => Some((*direction, K::from_wire(key).ok_or_else(refused)?)),
        };
        Ok(PageRequest {
            limit: self.limit,
            from,
        })
    }

    /// The cursor that goes on from `key`.
    pub(crate) fn cursor<K: CursorKey>(&self, direction: Direction, key: &K) -> String {
        let wire = Wire {
            backward: direction == Direction::Backward,
            key: key.to_wire(),
            filters: self.filters.clone(),
        };
        // Numbers and texts can always be written as JSON.
        let bytes = serde_json::to_vec(&wire).unwrap_or_default();
        sealed(self.cursors, self.list, bytes)
    }
}

/// What a cursor carries, with its tag.
pub(crate) fn sealed(
    cursors: &dyn MessageAuthenticator,
    list: ListName<'_>,
    mut wire: Vec<u8>,
) -> String {
    let tag = cursors.tag(&authenticated(list, &wire));
    wire.extend_from_slice(&tag);
    URL_SAFE_NO_PAD.encode(wire)
}

fn refused() -> Problem {
    Problem::new(&kinds::INVALID_CURSOR)
}

fn read(cursors: &dyn MessageAuthenticator, list: ListName<'_>, cursor: &str) -> Option<Wire> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (wire, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
    if !cursors.verify(&authenticated(list, wire), tag) {
        return None;
    }
    serde_json::from_slice(wire).ok()
}

/// What the tag covers. A zero byte ends each part before the last; none of them can hold one.
fn authenticated(list: ListName<'_>, wire: &[u8]) -> Vec<u8> {
    let owner = list.owner.as_ref().map_or("", UserId::as_str);
    let mut message = Vec::with_capacity(list.path.len() + owner.len() + wire.len() + 2);
    message.extend_from_slice(list.path.as_bytes());
    message.push(0);
    message.extend_from_slice(owner.as_bytes());
    message.push(0);
    message.extend_from_slice(wire);
    message
}
