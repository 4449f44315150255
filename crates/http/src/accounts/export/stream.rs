//! Writing the document while it is sent.

use std::io;
use std::panic::resume_unwind;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use poem::Body;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::OwnAccountView;
use thoughts_use_cases::export::{ExportRow, ExportSection};
use thoughts_use_cases::storage::StorageError;

use super::wire::head;

/// How many rows are read at once: all that is in memory of a section.
const PAGE: u32 = 200;

/// A section as text, page by page.
pub(super) type SectionStream = BoxStream<'static, Result<Vec<u8>, StorageError>>;

/// How far a section has come.
struct Place<R: ExportRow> {
    source: Arc<dyn ExportSection<R>>,
    after: Option<R::Key>,
    begun: bool,
}

/// A section: read when it is its turn, a page whenever the reader has taken the one before.
pub(super) fn section<R: ExportRow>(
    name: &'static str,
    source: Arc<dyn ExportSection<R>>,
    user: UserId,
    show: fn(&R) -> Vec<u8>,
) -> SectionStream {
    let start = Place {
        source,
        after: None,
        begun: false,
    };
    stream::try_unfold(Some(start), move |place| async move {
        let Some(mut place) = place else {
            return Ok(None);
        };
        let rows = place.source.rows(user, place.after.take(), PAGE).await?;
        let mut text = Vec::with_capacity(rows.len() * 256);
        if !place.begun {
            text.extend_from_slice(format!(",\n\"{name}\":[").as_bytes());
        }
        for (number, row) in rows.iter().enumerate() {
            if place.begun || number > 0 {
                text.push(b',');
            }
            text.push(b'\n');
            text.append(&mut show(row));
        }
        place.begun = true;
        let is_last = rows.len() < PAGE as usize;
        if is_last {
            text.push(b']');
            return Ok(Some((text, None)));
        }
        place.after = rows.last().map(ExportRow::key);
        Ok(Some((text, Some(place))))
    })
    .boxed()
}

/// The whole document. It closes its outermost object only when every section has come to its
/// end; a failure breaks the connection off before.
pub(super) fn document(
    account: &OwnAccountView,
    now: Timestamp,
    sections: Vec<SectionStream>,
    request_id: String,
) -> Body {
    let head = head(account, now);
    let parts = stream::once(async { Ok(head) })
        .chain(stream::iter(sections).flatten())
        .chain(stream::once(async { Ok(b"\n}\n".to_vec()) }));
    let whole = parts.map(move |part| {
        let text = part.unwrap_or_else(|error| break_off(&error, &request_id));
        Ok::<_, io::Error>(text)
    });
    Body::from_bytes_stream(whole)
}

/// Says once why, under the id that the client can quote, and ends the connection.
fn break_off(error: &StorageError, request_id: &str) -> ! {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(request_id, %error, cause, "an export broke off");
    // An error of the stream would not do it: poem 3.1 polls a failed connection once more, and
    // hyper then writes the last chunk, as if the answer were whole. Unwinding (without a word
    // from the panic hook) ends the connection's own task, and its socket with it.
    resume_unwind(Box::new("an export broke off"))
}
