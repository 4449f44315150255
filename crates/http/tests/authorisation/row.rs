//! A line of a table.

/// What one operation answers to everybody.
pub struct Row<'a> {
    pub operation: &'a str,
    /// A status for each of [`super::CALLERS`].
    pub expected: [u16; 9],
    /// The body to send, when the example of the document will not do. `{owner}`, `{handle}`,
    /// `{post}` and so on stand for what the scene has.
    pub body: Option<&'a str>,
    /// What follows the path.
    pub query: &'a str,
}

/// The line of an operation: Anonymous, Owner, Other, Blocked, Moderator, Operator, Suspended,
/// Expired, Forged.
pub const fn row(operation: &str, expected: [u16; 9]) -> Row<'_> {
    Row {
        operation,
        expected,
        body: None,
        query: "",
    }
}

impl<'a> Row<'a> {
    /// With a body of its own.
    pub const fn body(self, body: &'a str) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// With a query, when it is nothing without one.
    pub const fn query(self, query: &'a str) -> Self {
        Self { query, ..self }
    }
}
