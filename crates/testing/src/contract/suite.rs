//! The list of all cases.

/// Turns every case into a `#[tokio::test]` of the calling crate, in one module per port.
///
/// Takes the name of an `async fn() -> Adapter` in scope that makes an empty storage. The calling
/// crate needs `tokio` with `macros` and `rt` among its dev-dependencies.
///
/// ```
/// # use thoughts_testing::contract::Adapter;
/// # use thoughts_testing::memory::MemoryStorage;
/// async fn fresh() -> Adapter {
///     MemoryStorage::default().into_adapter()
/// }
///
/// thoughts_testing::contract_suite!(fresh);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! contract_suite {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            unit_of_work {
                dropping_takes_everything_back
            }
            users {
                a_new_user_reads_back_as_written
                nobody_is_found_who_is_not_there
                a_taken_handle_is_said_and_leaves_the_work_usable
                a_taken_address_is_said_and_leaves_the_work_usable
                the_handle_is_said_first_when_both_are_taken
                of_two_who_want_one_handle_at_once_one_gets_it
                a_changed_profile_reads_back_whole
                an_avatar_can_be_cleared
                a_role_is_written_and_read_by_login_and_lock
                credentials_are_found_by_handle_and_by_address
                handles_are_resolved_in_the_order_asked
                a_user_can_be_held
                profiles_are_listed_newest_first_with_ties_broken_by_id
            }
            erasure {
                a_deleted_account_is_nowhere
                an_anonymised_account_is_nowhere
                handle_and_address_are_free_again
                deleting_takes_posts_with_everything_on_them
                deleting_takes_comments_elsewhere_and_leaves_tombstones_with_replies
                deleting_prunes_tombstones_that_lost_their_last_reply
                anonymising_keeps_the_content_under_the_new_name
                an_erased_user_is_no_longer_mentioned
                others_keep_their_counters
            }
            sessions {
                an_opened_session_is_found_by_its_token
                a_token_tells_the_present_role
                rotating_marks_the_token_and_adds_the_successor
                a_used_successor_is_known
                an_expired_session_is_still_found
                ending_takes_the_session_with_its_tokens_and_notes_it
                a_foreign_or_ended_session_is_not_ended
                ending_all_spares_one_and_names_the_rest
                ending_all_without_any_names_none
                the_ledger_tells_only_what_ended_since
                a_session_that_never_was_is_not_live
                an_end_that_is_dropped_is_not_noted
                sessions_are_listed_newest_first_without_the_expired
            }
        }
    };
}

/// One module of tests per suite; the second half of [`contract_suite!`].
#[doc(hidden)]
#[macro_export]
macro_rules! contract_cases {
    ($fresh:ident; $($suite:ident { $($case:ident)* })*) => {
        $(
            mod $suite {
                $(
                    #[tokio::test]
                    async fn $case() {
                        let scene = $crate::contract::Scene::over(super::$fresh().await);
                        $crate::contract::$suite::$case(&scene).await;
                    }
                )*
            }
        )*
    };
}
