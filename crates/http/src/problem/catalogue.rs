//! Every problem that a client can meet. Codes never change; new ones may be added.

/// A kind of problem.
#[derive(Debug, Eq, PartialEq)]
pub struct ProblemKind {
    /// Names it for programs: stable, `snake_case`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Names it for people.
    pub title: &'static str,
    /// What happened and what to do, for the page of problems; the default `detail` too.
    pub explanation: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:literal $code:literal $title:literal $explanation:literal;)+) => {
        /// Every kind by name.
        pub mod kinds {
            use super::ProblemKind;
            $(
                #[doc = $title]
                pub static $name: ProblemKind = ProblemKind {
                    code: $code,
                    status: $status,
                    title: $title,
                    explanation: $explanation,
                };
            )+
        }

        /// The catalogue, in order of status.
        pub static PROBLEMS: &[&ProblemKind] = &[$(&kinds::$name),+];
    };
}

kinds! {
    BAD_REQUEST = 400 "bad_request" "The request cannot be understood"
        "The request does not follow HTTP or the OpenAPI document in a way that no field can be named for.";
    VALIDATION_FAILED = 400 "validation_failed" "The request is not valid"
        "Fields, parameters or headers break a rule. `errors` names each of them with a code and a detail.";
    INVALID_CURSOR = 400 "invalid_cursor" "The cursor is not valid"
        "The cursor was not given out by this list with these filters, or not to you. Begin the list anew without a cursor.";
    CURSOR_EXPIRED = 400 "cursor_expired" "The cursor has expired"
        "The ranking that the cursor walks through is no longer kept. Begin the list anew without a cursor.";
    INVALID_MAIL_TOKEN = 400 "invalid_mail_token" "The mailed token is not valid"
        "The token was not mailed, was used before, was replaced by a newer one, or has expired. Ask for a new mail.";
    AUTHENTICATION_REQUIRED = 401 "authentication_required" "You must sign in"
        "The route needs an access token in the Authorization header.";
    INVALID_TOKEN = 401 "invalid_token" "The token is not valid"
        "The token is malformed, has expired, or its session has ended. Refresh it or sign in again.";
    INVALID_CREDENTIALS = 401 "invalid_credentials" "The login or the password is wrong"
        "Nobody has this login with this password.";
    SECOND_FACTOR_REQUIRED = 401 "second_factor_required" "A second factor is needed"
        "The password is right, and the account's second factor is on. Sign in again with `secondFactorCode`: what the app shows, or a recovery code.";
    INVALID_SECOND_FACTOR = 401 "invalid_second_factor" "The second factor is wrong"
        "The password is right; the code is not, or it was used before. Wait for the app's next code, or use a recovery code.";
    TOKEN_REUSED = 401 "token_reused" "The refresh token was used before"
        "A refresh token works once. Somebody may hold a copy of it, so the session has been ended: sign in again.";
    FORBIDDEN = 403 "forbidden" "You may not do this"
        "It belongs to somebody else, or the origin may not call this API from a browser.";
    WRONG_PASSWORD = 403 "wrong_password" "The current password is wrong"
        "Give the present password. Who has forgotten it asks for a mail.";
    WRONG_SECOND_FACTOR = 403 "wrong_second_factor" "The code is wrong"
        "It is no code of this moment, or it was used before. Wait for the app's next code, or use a recovery code.";
    SECOND_FACTOR_ON = 403 "second_factor_on" "Your second factor is on"
        "It is on already. To change the app, turn it off first.";
    SECOND_FACTOR_OFF = 403 "second_factor_off" "Your second factor is off"
        "It is off, and no secret waits for a code any more. To turn it on, begin with an enrolment.";
    SUSPENDED = 403 "suspended" "Your account is suspended"
        "You can read, export your data and delete your account, but not write. A moderator has suspended the account.";
    NOT_FOUND = 404 "not_found" "There is no such thing"
        "Nothing is here: it never was, it was deleted, or you may not see it.";
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "The method is not allowed here"
        "The Allow header names the methods that this path takes.";
    HANDLE_TAKEN = 409 "handle_taken" "The handle is taken"
        "Somebody has this handle already. Choose another.";
    EMAIL_TAKEN = 409 "email_taken" "The mail address is taken"
        "Somebody has an account with this mail address already.";
    IDEMPOTENCY_IN_FLIGHT = 409 "idempotency_in_flight" "The same request is still being worked on"
        "A request with this Idempotency-Key has not been answered yet. Try again after Retry-After.";
    PRECONDITION_FAILED = 412 "precondition_failed" "Somebody changed it meanwhile"
        "The version in If-Match is no longer the present one. Read it again, and decide anew.";
    PAYLOAD_TOO_LARGE = 413 "payload_too_large" "The body is too large"
        "A request body may hold 64 KiB.";
    URI_TOO_LONG = 414 "uri_too_long" "The address is too long"
        "The load balancer takes a path and query of up to 8 KB. Shorten the query.";
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "The body is of another type"
        "Send application/json in UTF-8, without a Content-Encoding.";
    IDEMPOTENCY_KEY_REUSED = 422 "idempotency_key_reused" "The key was used for another request"
        "This Idempotency-Key belongs to a request with another method, path or body. Use a fresh key.";
    THREAD_TOO_DEEP = 422 "thread_too_deep" "The thread is too deep"
        "Comments nest to depth 8. Answer a comment above.";
    PARENT_OF_OTHER_POST = 422 "parent_of_other_post" "The parent is on another post"
        "A reply stands on the same post as the comment that it answers.";
    RATE_LIMITED = 429 "rate_limited" "Too many requests"
        "You, or others at your address, have done this too often. Nothing was done. Try again after Retry-After.";
    INTERNAL = 500 "internal" "Something went wrong on our side"
        "The fault has been logged under the request id. Trying again may help.";
    BAD_GATEWAY = 502 "bad_gateway" "No server could answer"
        "The load balancer reached no server. Try again.";
    UNAVAILABLE = 503 "unavailable" "The service is busy"
        "It cannot answer right now. Nothing was changed. Try again after Retry-After.";
    MAIL_UNAVAILABLE = 503 "mail_unavailable" "No mail can be sent"
        "This service has no mail server, so it cannot send the mail that this needs. Ask who runs it.";
    NOT_READY = 503 "not_ready" "The server is not ready"
        "It is starting, draining, or its database does not answer; the detail names what failed.";
    GATEWAY_TIMEOUT = 504 "gateway_timeout" "No server answered in time"
        "The server or the load balancer gave up. Whether the request was carried out is not known; retry it with the same Idempotency-Key.";
}
