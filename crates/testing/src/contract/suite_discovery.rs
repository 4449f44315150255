//! The cases of discovery.

/// A part of [`contract_suite!`](crate::contract_suite).
#[doc(hidden)]
#[macro_export]
macro_rules! contract_discovery {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            rankings {
                a_generation_reads_back_in_its_order
                one_that_is_too_old_of_another_list_or_unknown_is_not_found
                the_newest_of_a_list_is_found_while_it_is_fresh
                the_longest_scope_is_taken
            }
            search {
                all_words_must_be_there_in_any_order_case_and_accent
                scripts_without_spaces_are_found_by_what_stands_side_by_side
                author_and_time_narrow_it_down
                response_lifts_a_post
                an_edited_post_is_found_by_what_it_says_now
                what_is_deleted_is_gone_at_once
                who_is_erased_is_gone_at_once
                users_are_found_by_parts_of_handle_and_name
                the_very_handle_comes_first_then_its_beginning_then_who_is_followed
                who_is_renamed_is_found_by_the_new_name
                hashtags_are_found_by_their_beginning_and_counted
                what_a_block_or_mute_hides_is_not_found
                a_rebuild_finds_what_is_missing
                what_was_filled_at_once_is_found
            }
            trending {
                what_was_done_last_and_by_most_comes_first
                a_deed_is_worth_half_after_a_half_life
                taking_back_and_doing_again_counts_once
                everybody_counts_once_and_nobody_for_himself
                a_comment_that_leaves_no_trace_warms_nothing
                events_that_come_again_change_nothing
                what_is_deleted_or_erased_is_gone_at_once
                what_is_hidden_is_not_listed_and_comes_back
                hashtags_move_by_who_uses_them
                a_hashtag_goes_with_its_last_post_and_cools_with_others
                what_is_a_week_colder_is_not_kept
                a_rebuild_comes_to_the_same
            }
            trending_pages {
                a_walk_sees_every_post_once_both_ways_in_its_generation
                pages_of_what_moves_are_full_although_some_are_hidden
                a_walk_through_hashtags_sees_each_once
                a_generation_of_what_moves_expires
            }
            search_pages {
                a_walk_sees_every_hit_once_both_ways
                a_walk_stays_in_its_generation
                pages_are_full_although_some_are_hidden
                a_generation_is_shared_while_fresh_and_expires
                no_text_breaks_a_search
            }
        }
    };
}
