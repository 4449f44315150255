//! The cases of blocks and mutes in what others read.

/// A part of [`contract_suite!`](crate::contract_suite).
#[doc(hidden)]
#[macro_export]
macro_rules! contract_visibility {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            visibility {
                feeds_leave_out_the_hidden_and_the_muted_from_full_pages
                a_post_behind_a_block_is_not_there_and_a_muted_one_is
                nobody_writes_through_a_block
                a_block_hides_profiles_and_a_mute_does_not
                a_former_handle_leads_nobody_through_a_block
            }
            visible_comments {
                the_top_level_leaves_out_the_hidden_and_the_muted_from_full_pages
                replies_leave_out_the_hidden_and_go_with_what_is_hidden
                the_comments_of_the_hidden_are_not_listed
            }
            visible_notifications {
                a_block_or_a_mute_hides_what_was_told_before
                being_blocked_hides_too_and_being_muted_does_not
                nobody_is_told_of_whom_he_does_not_see
                pages_of_what_is_left_are_full
            }
        }
    };
}
