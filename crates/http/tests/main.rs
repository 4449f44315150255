//! The real router over real use cases and the in-memory storage.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "all of this runs inside tests, where a broken assumption must fail"
)]

mod accounts;
mod authorisation;
mod bookmarks;
mod caching;
mod comments;
mod conditions_everywhere;
mod cursors;
mod document;
mod emails;
mod engagement;
mod envelope;
mod export;
mod failures;
mod feed;
mod graph;
mod guessing;
mod handles;
mod health;
mod hiding;
mod limits;
mod me;
mod moderation;
mod notifications;
mod order;
mod outside;
mod overload;
mod passwords;
mod post_with_comments;
mod posts;
mod quotes;
mod reporting;
mod reports;
mod resets;
mod retries;
mod retries_everywhere;
mod search;
mod second_factor;
mod support;
mod suspension;
mod trending;
mod validation;
mod visibility;
mod walks;
