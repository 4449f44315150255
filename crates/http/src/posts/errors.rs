//! What the errors of this room's use cases look like.

use thoughts_use_cases::posts::{DeletePostError, EditPostError, PublishPostError};

use crate::problem::{Problem, kinds};

/// An author who has gone took his tokens with him.
impl From<PublishPostError> for Problem {
    fn from(error: PublishPostError) -> Self {
        match error {
            PublishPostError::AuthorGone => Self::new(&kinds::INVALID_TOKEN),
            PublishPostError::QuotedNotFound => {
                Self::not_found().saying("There is no such post to quote.")
            }
            PublishPostError::Retry(error) => error.into(),
            PublishPostError::Storage(error) => error.into(),
        }
    }
}

impl From<EditPostError> for Problem {
    fn from(error: EditPostError) -> Self {
        match error {
            EditPostError::NotFound => Self::not_found(),
            EditPostError::NotAuthor => Self::new(&kinds::FORBIDDEN),
            EditPostError::Hidden => Self::new(&kinds::FORBIDDEN)
                .saying("A moderator has hidden it: it can be deleted, but not changed."),
            EditPostError::Stale => Self::new(&kinds::PRECONDITION_FAILED),
            EditPostError::Storage(error) => error.into(),
        }
    }
}

impl From<DeletePostError> for Problem {
    fn from(error: DeletePostError) -> Self {
        match error {
            DeletePostError::NotFound => Self::not_found(),
            DeletePostError::NotAuthor => Self::new(&kinds::FORBIDDEN),
            DeletePostError::Stale => Self::new(&kinds::PRECONDITION_FAILED),
            DeletePostError::Storage(error) => error.into(),
        }
    }
}
