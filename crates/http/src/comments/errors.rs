//! What the errors of this room's use cases look like.

use thoughts_use_cases::comments::{AddCommentError, DeleteCommentError, EditCommentError};

use crate::problem::{Problem, kinds};

impl From<AddCommentError> for Problem {
    fn from(error: AddCommentError) -> Self {
        match error {
            AddCommentError::PostNotFound => Self::not_found().saying("There is no such post."),
            AddCommentError::ParentNotFound => {
                Self::not_found().saying("There is no such comment to answer.")
            }
            AddCommentError::ParentOfOtherPost => Self::new(&kinds::PARENT_OF_OTHER_POST),
            AddCommentError::ThreadTooDeep => Self::new(&kinds::THREAD_TOO_DEEP),
            // An author who has gone took his tokens with him.
            AddCommentError::AuthorGone => Self::new(&kinds::INVALID_TOKEN),
            AddCommentError::Retry(error) => error.into(),
            AddCommentError::Storage(error) => error.into(),
        }
    }
}

impl From<EditCommentError> for Problem {
    fn from(error: EditCommentError) -> Self {
        match error {
            EditCommentError::NotFound => Self::not_found(),
            EditCommentError::NotAuthor => Self::new(&kinds::FORBIDDEN),
            EditCommentError::Hidden => Self::new(&kinds::FORBIDDEN)
                .saying("A moderator has hidden it: it can be deleted, but not changed."),
            EditCommentError::Stale => Self::new(&kinds::PRECONDITION_FAILED),
            EditCommentError::Storage(error) => error.into(),
        }
    }
}

impl From<DeleteCommentError> for Problem {
    fn from(error: DeleteCommentError) -> Self {
        match error {
            DeleteCommentError::NotFound => Self::not_found(),
            DeleteCommentError::NotAuthor => Self::new(&kinds::FORBIDDEN),
            DeleteCommentError::Stale => Self::new(&kinds::PRECONDITION_FAILED),
            DeleteCommentError::Storage(error) => error.into(),
        }
    }
}
