//! A row for what an operation does across a block and a mute.

/// What comes of a call.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    NotFound,
    /// Found, and somebody else's to change.
    Forbidden,
    /// Done as for anybody.
    Done,
    /// An answer in which the other stands.
    Shown,
    /// An answer in which the other does not stand.
    Absent,
    Counted(u64),
}

/// The outcomes across a block, a mute, and nothing.
#[derive(Clone, Copy)]
pub struct Outcomes {
    pub blocked: Outcome,
    pub muted: Outcome,
    open: Outcome,
}

impl Outcomes {
    /// What comes of it while nothing stands between the two.
    pub const fn control(self) -> Outcome {
        self.open
    }
}

pub struct Tried {
    pub path: &'static str,
    pub body: Option<&'static str>,
    pub outcome: Outcomes,
}

pub struct Row {
    /// As in the document.
    pub operation: &'static str,
    /// None for what shows and does nothing of another user.
    pub tried: Option<Tried>,
}

impl Row {
    /// GET, POST and so on.
    pub fn method(&self) -> &'static str {
        match self.operation.split(' ').next() {
            Some("get") => "GET",
            Some("post") => "POST",
            Some("patch") => "PATCH",
            Some("put") => "PUT",
            Some("delete") => "DELETE",
            other => panic!("{other:?} in {}", self.operation),
        }
    }
}

/// One's own affairs, or everybody's alike.
pub const fn apart(operation: &'static str) -> Row {
    Row {
        operation,
        tried: None,
    }
}

pub const fn row(
    operation: &'static str,
    path: &'static str,
    body: Option<&'static str>,
    [blocked, muted, open]: [Outcome; 3],
) -> Row {
    let outcome = Outcomes {
        blocked,
        muted,
        open,
    };
    let tried = Some(Tried {
        path,
        body,
        outcome,
    });
    Row { operation, tried }
}
