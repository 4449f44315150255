//! The cases of likes, reposts and bookmarks.

/// A part of [`contract_suite!`](crate::contract_suite).
#[doc(hidden)]
#[macro_export]
macro_rules! contract_engagement {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            engagement {
                a_reaction_tells_what_it_was_to
                each_counts_once_and_is_counted_off_once
                what_was_taken_back_tells_since_when_it_was
                a_reaction_leaves_versions_alone
                nothing_that_is_not_there_is_reacted_to
                through_a_block_nobody_reacts_and_everybody_takes_back
                a_tombstone_is_not_liked_and_keeps_no_likes
                a_reaction_that_was_dropped_is_not_counted
                many_at_once_on_one_post_count_exactly
                a_post_deleted_under_its_likes_leaves_nothing
            }
            engagement_erasure {
                forgetting_goes_in_steps_and_counts_off
                stripping_goes_in_steps_and_counts_off
                whoever_leaves_takes_his_reactions_along
                what_is_deleted_takes_the_reactions_to_it_along
                others_react_while_an_account_is_erased
            }
            engagement_lists {
                newest_first_with_ties_broken_by_id
                a_row_shows_who_and_since_when
                lists_do_not_mix
                empty_lists_are_told_from_no_posts
                whom_a_block_hides_is_left_out_of_full_pages
                what_a_block_hides_has_no_lists
                who_is_erased_leaves_every_list
            }
            bookmarks {
                what_was_kept_last_comes_first_with_ties_broken_by_id
                a_row_shows_the_post_as_its_reader_sees_it
                what_was_taken_out_or_is_gone_is_not_in_it
                what_is_hidden_is_left_out_of_full_pages_and_comes_back
            }
            quotes {
                a_quote_shows_what_it_quotes_as_that_is_now
                a_quote_outlives_what_it_quotes
                what_is_not_there_cannot_be_quoted
                whom_a_reader_does_not_see_is_not_quoted_to_him
                quotes_are_listed_newest_first_without_the_hidden
                what_is_not_there_has_no_quotes
            }
            notified_deeds {
                each_deed_tells_whom_it_is_done_to
                nobody_is_told_of_what_he_did_to_himself
                those_who_do_the_same_are_one_group_until_it_is_read
                what_is_undone_is_taken_back
                hidden_users_tell_nothing
                what_is_deleted_takes_what_was_told_of_it_along
                an_erased_user_has_done_nothing
                an_edit_of_what_is_liked_changes_nothing
            }
            notified_again {
                done_undone_and_done_again_is_one_and_stays_read
                what_was_undone_is_forgotten_with_whom_it_is_about
                a_rebuild_finds_deeds_and_what_was_undone
                a_walk_over_deeds_sees_each_once
            }
            engagement_viewer {
                every_read_of_a_post_shows_what_the_reader_has_done
                every_read_of_a_comment_shows_what_the_reader_has_done
            }
        }
    };
}
