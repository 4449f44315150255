//! The cases of home feeds.

/// A part of [`contract_suite!`](crate::contract_suite).
#[doc(hidden)]
#[macro_export]
macro_rules! contract_feed {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            home_feed {
                a_feed_of_nothing_is_one_empty_page
                own_posts_and_those_of_the_followed_newest_first
                ties_are_broken_by_id
                a_repost_brings_a_post_once_by_who_was_first
                of_reposts_at_one_moment_the_lower_id_is_first
                what_came_before_is_not_moved_by_a_repost
                own_reposts_bring_posts_too
                who_was_first_is_found_behind_a_crowd
                what_the_reader_does_is_seen_at_once
                a_repost_taken_back_leaves_the_place_to_the_next
                a_row_shows_the_post_as_it_is
            }
            home_feed_hidden {
                whom_a_block_or_a_mute_hides_is_left_out_of_full_pages
                a_hidden_author_is_brought_by_nobody
                who_is_hidden_brings_nothing_and_hides_no_other
                who_is_erased_has_reposted_nothing
            }
            home_feed_walks {
                what_others_do_later_moves_no_row
                feeds_equal_a_plain_model_whatever_happens
            }
        }
    };
}
