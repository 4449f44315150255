//! The present handles of those whom posts mention.

use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::posts::MentionView;

/// Those of `ids` who are still there, in order: `handles` goes along with them, and has none for
/// who has gone.
pub(super) fn mentions(
    ids: Option<Vec<String>>,
    handles: Option<Vec<Option<String>>>,
) -> Result<Vec<MentionView>, Inconsistency> {
    let pairs = ids.into_iter().flatten().zip(handles.into_iter().flatten());
    pairs
        .filter_map(|(id, handle)| Some((id, handle?)))
        .map(|(id, handle)| {
            Ok(MentionView {
                id: UserId::from_storage(&id)?,
                handle,
            })
        })
        .collect()
}
