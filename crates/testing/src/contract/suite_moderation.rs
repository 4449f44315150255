//! The cases of what moderators hide.

/// A part of [`contract_suite!`](crate::contract_suite).
#[doc(hidden)]
#[macro_export]
macro_rules! contract_moderation {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            hidden_posts {
                a_hidden_post_is_in_no_list_and_pages_stay_full
                its_author_and_moderators_read_it_by_its_id_and_nobody_else
                nobody_adds_anything_to_a_hidden_post
                search_and_hashtags_lose_it_and_find_it_again
                what_is_told_of_it_is_hidden_with_it
                it_is_counted_off_once_however_it_goes
                a_comment_that_waits_for_it_to_be_hidden_is_not_added
            }
            hidden_engagement {
                bookmarks_of_it_are_left_out_of_full_pages_and_come_back
                a_hidden_quote_is_not_listed_and_comes_back
                quotes_of_it_show_nothing_of_it
                home_feeds_leave_it_out_of_full_pages_whoever_brings_it
            }
            hidden_comments {
                a_hidden_comment_is_a_tombstone_to_all_but_its_author_and_moderators
                it_is_in_no_list_of_its_author_and_neither_liked_nor_answered
                it_stays_without_replies_and_goes_when_it_is_deleted
                what_is_told_of_a_hidden_comment_is_hidden_with_it
                a_thread_with_hidden_comments_is_erased_soundly
            }
            hiding {
                hiding_leaves_a_line_and_an_event_that_names_nobody
                hiding_twice_leaves_one_line_and_what_is_not_there_is_not_hidden
                a_hidden_post_is_deleted_by_its_author_and_not_edited
                a_comment_on_a_hidden_post_is_deleted_by_its_author_and_not_edited
            }
        }
    };
}
