//! The promises of the storage ports, as suites that every adapter runs.
//!
//! A case takes a [`Scene`] over an empty storage and fails when a promise is broken. The cases
//! themselves are called by [`crate::contract_suite!`] only, and their names say what they hold.

mod adapter;
#[doc(hidden)]
pub mod answers;
#[doc(hidden)]
pub mod bookmarks;
mod cases;
#[doc(hidden)]
pub mod comment_deletion;
#[doc(hidden)]
pub mod comments;
mod deeds;
#[doc(hidden)]
pub mod engagement;
#[doc(hidden)]
pub mod engagement_erasure;
#[doc(hidden)]
pub mod engagement_lists;
#[doc(hidden)]
pub mod engagement_viewer;
#[doc(hidden)]
pub mod erasure;
#[doc(hidden)]
pub mod erasure_jobs;
#[doc(hidden)]
pub mod export;
#[doc(hidden)]
pub mod export_told;
#[doc(hidden)]
pub mod feeds;
#[doc(hidden)]
pub mod graph;
#[doc(hidden)]
pub mod graph_lists;
#[doc(hidden)]
pub mod handles;
#[doc(hidden)]
pub mod hidden_comments;
#[doc(hidden)]
pub mod hidden_engagement;
#[doc(hidden)]
pub mod hidden_posts;
#[doc(hidden)]
pub mod hiding;
#[doc(hidden)]
pub mod home_feed;
#[doc(hidden)]
pub mod home_feed_hidden;
#[doc(hidden)]
pub mod home_feed_walks;
#[doc(hidden)]
pub mod integrity;
#[doc(hidden)]
pub mod log;
#[doc(hidden)]
pub mod mails;
#[doc(hidden)]
pub mod maintenance;
#[doc(hidden)]
pub mod moderation;
#[doc(hidden)]
pub mod notification_lists;
#[doc(hidden)]
pub mod notification_rebuilds;
#[doc(hidden)]
pub mod notifications;
mod notified;
#[doc(hidden)]
pub mod notified_again;
#[doc(hidden)]
pub mod notified_deeds;
#[doc(hidden)]
pub mod one_time_tokens;
#[doc(hidden)]
pub mod outside_identities;
#[doc(hidden)]
pub mod passwords;
#[doc(hidden)]
pub mod positions;
#[doc(hidden)]
pub mod post_edits;
#[doc(hidden)]
pub mod posts;
#[doc(hidden)]
pub mod quotes;
#[doc(hidden)]
pub mod random_walk;
#[doc(hidden)]
pub mod rankings;
#[doc(hidden)]
pub mod readers;
#[doc(hidden)]
pub mod reports;
mod samples;
mod scene;
#[doc(hidden)]
pub mod search;
#[doc(hidden)]
pub mod search_pages;
mod searched;
#[doc(hidden)]
pub mod second_factors;
#[doc(hidden)]
pub mod seed;
#[doc(hidden)]
pub mod sessions;
#[doc(hidden)]
pub mod standings;
#[doc(hidden)]
pub mod subscriptions;
mod suite;
mod suite_accounts;
mod suite_discovery;
mod suite_engagement;
mod suite_feed;
mod suite_moderation;
mod suite_visibility;
#[doc(hidden)]
pub mod threads;
#[doc(hidden)]
pub mod top_comments;
#[doc(hidden)]
pub mod trended;
#[doc(hidden)]
pub mod trending;
#[doc(hidden)]
pub mod trending_pages;
#[doc(hidden)]
pub mod unit_of_work;
#[doc(hidden)]
pub mod users;
#[doc(hidden)]
pub mod values;
#[doc(hidden)]
pub mod visibility;
#[doc(hidden)]
pub mod visible_comments;
#[doc(hidden)]
pub mod visible_notifications;
mod walk;
#[doc(hidden)]
pub mod walks;
mod witness;

pub use adapter::Adapter;
pub use scene::Scene;
