//! Value objects from literals; a literal that breaks a rule fails the test at once.

use thoughts_domain::accounts::{AvatarUrl, Bio, DisplayName, Email, Handle, Password};
use thoughts_domain::comments::CommentBody;
use thoughts_domain::posts::PostBody;

macro_rules! literal {
    ($(#[$doc:meta] $name:ident -> $type:ty;)*) => {
        $(
            #[$doc]
            ///
            /// # Panics
            /// When the literal breaks the rule of its kind.
            #[must_use]
            pub fn $name(literal: &str) -> $type {
                <$type>::parse(literal).expect("a literal that keeps the rule")
            }
        )*
    };
}

literal! {
    /// A handle.
    handle -> Handle;
    /// A name to show.
    display_name -> DisplayName;
    /// A mail address.
    email -> Email;
    /// A password.
    password -> Password;
    /// A few words about oneself.
    bio -> Bio;
    /// Where a picture lies.
    avatar_url -> AvatarUrl;
    /// The text of a post.
    post_body -> PostBody;
    /// The text of a comment.
    comment_body -> CommentBody;
}
