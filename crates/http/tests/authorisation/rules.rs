//! What holds for every line, whatever its operation does.

use super::callers::Caller;
use super::row::Row;
use crate::support::Operation;
use crate::suspension::STILL_OPEN;

/// Fails for a line that no operation of its kind may have.
pub fn check(operation: &Operation, row: &Row<'_>) {
    let gets = |caller: Caller| {
        let at = super::CALLERS.iter().position(|known| *known == caller);
        row.expected[at.expect("a caller")]
    };
    let done = |caller: Caller| (200..300).contains(&gets(caller));
    let strangers = [Caller::Other, Caller::Blocked, Caller::Suspended];
    let reads = operation.method == "GET";

    for caller in [Caller::Expired, Caller::Forged] {
        let refused = gets(caller) == 401;
        assert!(
            refused || operation.security().is_none(),
            "{operation}: {caller:?}"
        );
    }
    if let Some(needs_token) = operation.security() {
        let refused = gets(Caller::Anonymous) == 401;
        assert_eq!(refused, needs_token, "{operation}: Anonymous");
    }
    if operation.security() == Some(true) && !reads && !STILL_OPEN.contains(&row.operation) {
        assert_eq!(gets(Caller::Suspended), 403, "{operation}: Suspended");
    }
    // What is named by its id and changed as a whole is its owner's alone.
    if operation.path.ends_with('}') && matches!(&*operation.method, "PATCH" | "PUT" | "DELETE") {
        let all = [Caller::Moderator, Caller::Operator]
            .into_iter()
            .chain(strangers);
        for caller in all {
            assert!(!done(caller), "{operation}: {caller:?}");
        }
    }
    if operation.path.starts_with("/v1/moderation/") {
        assert!(done(Caller::Moderator), "{operation}: Moderator");
        assert_eq!(gets(Caller::Owner), 403, "{operation}: Owner");
        for caller in strangers {
            assert_eq!(gets(caller), 403, "{operation}: {caller:?}");
        }
    }
}
