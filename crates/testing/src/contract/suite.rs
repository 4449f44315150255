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
        $crate::contract_accounts! { $fresh }
        $crate::contract_discovery! { $fresh }
        $crate::contract_engagement! { $fresh }
        $crate::contract_feed! { $fresh }
        $crate::contract_moderation! { $fresh }
        $crate::contract_visibility! { $fresh }
        $crate::contract_cases! { $fresh;
            unit_of_work {
                dropping_takes_everything_back
                committing_keeps_everything
                steps_of_many_rows_hold_the_same_promises
                what_is_not_committed_is_invisible_to_readers
                a_unit_of_work_reads_its_own_writes
                writers_at_once_on_one_post_count_exactly
                writers_at_once_on_one_author_count_exactly
                edits_at_once_lose_no_version
                a_post_deleted_under_its_comments_leaves_nothing
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
            erasure_jobs {
                a_job_reads_back_as_left
                the_backlog_is_counted
                a_resting_job_keeps_no_other_waiting
                nothing_personal_is_read_while_a_job_waits
                batches_are_bounded_and_counters_right_after_each
                a_lost_batch_is_done_again
                two_workers_at_once_leave_nothing_and_harm_nothing
                others_write_while_an_account_is_erased
            }
            export {
                what_nobody_has_is_in_no_section
                sessions_are_all_there_newest_first
                kept_answers_are_told_by_key_without_what_they_said
                posts_come_with_every_body_that_they_had
                comments_are_those_that_still_stand
                mentions_are_those_of_others
                relations_are_those_that_the_user_chose
                reactions_are_those_that_the_user_made
                identities_are_told_by_issuer_and_subject
                events_are_those_that_the_user_made
                a_walk_shows_once_what_stood_before_it
            }
            outside_identities {
                an_account_without_password_and_address_reads_back
                two_accounts_may_have_no_address
                nobody_has_an_identity_that_was_never_linked
                a_linked_identity_leads_to_its_user_and_present_standing
                identities_differ_by_each_part_and_by_case
                an_identity_has_one_user
                what_is_dropped_is_not_linked
                of_two_who_are_linked_at_once_one_is
                an_erased_user_leaves_when_and_nothing_else
                an_erased_identity_is_linked_anew_by_a_later_token_alone
            }
            sessions {
                an_opened_session_is_found_by_its_token
                rotating_marks_the_token_and_adds_the_successor
                a_used_successor_is_known
                rotating_again_follows_the_second_successor_and_keeps_the_first
                an_expired_session_is_still_found
                ending_takes_the_session_with_its_tokens_and_notes_it
                a_foreign_or_ended_session_is_not_ended
                ending_all_spares_one_and_names_the_rest
                ending_all_without_any_names_none
                the_ledger_tells_only_what_ended_since
                an_end_that_is_dropped_is_not_noted
                sessions_are_listed_newest_first_without_the_expired
            }
            mails {
                an_empty_queue_has_nothing_to_do
                a_mail_is_claimed_with_all_that_is_needed
                the_one_that_waited_longest_comes_first
                a_claim_keeps_others_away_until_it_ends
                a_claim_that_is_dropped_is_none
                workers_at_once_take_different_mails
                a_mail_is_put_off_and_removed
                a_newer_mail_takes_the_place_of_one_of_its_kind
                a_kind_of_mail_is_withdrawn_from_one_user
                a_user_without_an_address_gets_no_mail
                forgotten_passwords_are_noted_blindly_and_taken_once
                a_note_whose_work_is_dropped_is_still_there
                mails_and_notes_go_with_the_account
            }
            one_time_tokens {
                a_token_is_found_by_its_purpose_and_used_once
                an_expired_token_is_still_found
                a_newer_token_replaces_the_older_one
                a_revoked_token_is_bad
                of_two_at_once_one_uses_the_token
                tokens_go_with_the_account
            }
            handles {
                a_renamed_user_is_found_by_the_new_handle_and_led_to_from_the_old
                a_former_handle_is_kept_for_its_time_and_for_its_owner_alone
                a_refused_change_leaves_the_work_usable
                the_owner_may_have_a_former_handle_back
                a_mention_of_a_former_handle_is_of_its_owner
                former_handles_go_with_the_account
                of_two_who_want_a_handle_that_is_given_up_nobody_gets_it
                of_two_who_change_to_one_handle_at_once_one_gets_it
                a_verified_address_is_seen_by_its_owner_and_by_lock
            }
            passwords {
                a_password_is_replaced_when_it_is_the_present_one
                a_password_is_set_whatever_it_is
                who_is_not_there_or_erased_has_no_password
                a_user_is_held_only_with_his_present_password
                a_session_of_the_old_password_never_outlives_its_replacement
            }
            standings {
                a_role_is_written_and_read_everywhere
                a_suspension_is_written_read_and_lifted_everywhere
                a_profile_and_a_standing_leave_each_other_alone
                a_standing_is_told_of_users_and_their_own_sessions_alone
                every_change_is_noted_once_with_what_holds_now
                an_erased_user_is_noted_as_gone
                a_change_that_is_dropped_is_not_noted
                a_note_never_becomes_older
            }
            moderation {
                an_empty_log_is_one_empty_page
                lines_read_back_as_written
                a_line_that_is_dropped_is_not_there
                lines_are_listed_newest_first_with_ties_broken_by_id
                reasons_about_who_is_erased_go_and_the_lines_stay
            }
            posts {
                a_new_post_reads_back_as_written
                a_post_counts_for_its_author
                without_its_author_a_post_is_not_written
                nothing_is_found_that_is_not_there
                an_update_replaces_body_hashtags_and_mentions
                an_update_leaves_counters_alone
                a_deleted_post_goes_with_history_and_comments
                a_post_shows_its_author_as_he_is_now
            }
            feeds {
                an_empty_feed_is_one_empty_page
                a_page_that_came_out_empty_leads_back_to_its_edge
                newest_first_with_ties_broken_by_id
                filters_hold_each_and_together
                an_edited_post_moves_between_hashtags_and_keeps_its_place
                a_deleted_post_leaves_every_feed
                next_is_none_exactly_at_a_full_last_page
                a_walk_misses_and_repeats_nothing_while_others_write
                an_edge_that_has_gone_still_names_its_place
                a_backward_page_at_the_end_knows_that_nothing_follows
                a_feed_shows_what_a_single_read_shows
            }
            post_edits {
                an_unedited_post_has_one_body
                every_body_is_kept_the_present_one_first
                no_post_no_history
            }
            comments {
                a_new_comment_reads_back_as_written
                a_comment_counts_for_post_and_parent
                a_thread_goes_down_to_the_deepest_level
                without_its_post_a_comment_is_refused
                without_its_parent_a_comment_is_refused
                without_its_author_a_comment_is_refused
                nothing_is_found_that_is_not_there
                an_update_replaces_the_body_alone
            }
            comment_deletion {
                a_leaf_goes_and_is_counted_off
                with_replies_a_tombstone_stays
                a_tombstone_is_not_there_for_writers
                the_last_leaf_takes_a_chain_of_tombstones_along
                a_tombstone_with_another_row_below_stays
                what_was_taken_in_one_unit_of_work_is_counted_once
            }
            threads {
                the_top_level_in_both_orders_with_ties
                replies_are_direct_and_oldest_first_with_ties
                a_users_comments_are_live_and_newest_first
                tombstones_stay_in_their_place
                a_post_with_its_comments_is_what_both_reads_show
                the_comments_with_a_post_go_on_in_its_list
                a_post_without_comments_has_an_empty_page_and_no_post_none
                lists_of_what_is_not_there
                lists_of_what_is_there_but_empty
            }
            top_comments {
                most_replies_first_then_oldest
                likes_come_before_replies
                no_post_no_ranking
                a_post_without_comments_has_an_empty_page
                what_fits_on_one_page_is_always_of_this_moment
                a_walk_stays_in_its_generation_while_replies_change
                what_went_since_is_left_out_and_pages_stay_full
                a_fresh_generation_is_taken_and_an_old_one_is_not
                an_unknown_generation_has_expired
                a_generation_of_another_post_has_expired
                a_generation_goes_with_its_post
                a_tombstone_keeps_its_place
            }
            graph {
                a_pair_is_locked_with_its_versions_or_not_at_all
                a_follow_counts_for_both_and_once
                an_ended_follow_is_counted_off_once
                what_has_ended_tells_since_when_it_was
                kinds_and_directions_do_not_mix
                a_block_stands_between_both_ways_and_nothing_else_does
                a_relation_that_was_dropped_is_not_counted
                forgetting_goes_in_steps_and_counts_off_others
            }
            graph_lists {
                newest_first_with_ties_broken_by_id
                a_row_shows_who_and_since_when
                empty_lists_are_told_from_nobodys
                whom_a_block_hides_is_left_out_of_full_pages
                who_is_hidden_has_no_lists
                who_is_erased_leaves_every_list_and_counter
            }
            answers {
                a_kept_answer_comes_back_byte_for_byte
                another_request_under_the_key_is_told
                a_key_is_its_callers_own
                keys_differ_by_every_letter
                a_claim_that_is_dropped_frees_the_key
                an_answer_past_its_lifetime_does_not_count
                forgetting_takes_all_of_one_caller
                of_two_at_once_only_one_does_the_work
            }
            log {
                a_new_log_is_empty
                an_event_reads_back_as_left
                positions_are_consecutive_in_the_order_of_writing
                work_that_was_dropped_leaves_no_gap
                sequencers_at_once_move_each_event_once
                an_aggregates_events_keep_their_order_under_concurrency
                reading_goes_on_after_a_position_and_stops_at_a_limit
                erasing_an_actor_rewrites_what_is_logged_and_what_waits
                erasing_goes_through_many_events_and_keeps_the_word_of_the_erasure
                what_the_erased_do_is_left_without_content
                a_new_epoch_makes_earlier_positions_foreign
                the_outbox_depth_counts_what_waits
            }
            positions {
                every_read_tells_the_head_of_a_quiet_log
                reads_that_find_nothing_tell_it_too
                reading_then_streaming_from_there_misses_nothing
                the_snapshot_holds_while_others_write
            }
            subscriptions {
                a_subscription_begins_once_and_reads_back
                every_state_reads_back
                saving_is_a_compare_and_set
                who_holds_is_waited_for
                what_is_parked_reads_back_and_can_be_taken_out
                parked_aggregates_are_found
                the_status_tells_how_far_behind
                of_two_that_would_lead_one_does
            }
            readers {
                every_event_has_its_effect_once
                of_two_leaders_only_one_has_an_effect
                a_poison_event_is_parked_and_stops_nothing_else
                a_reader_that_panics_parks_the_event
                a_parked_event_is_tried_again_in_its_order
                a_parked_event_that_is_no_longer_kept_is_said_to_be_gone
                who_fell_behind_retention_stops_without_a_projection
                who_fell_behind_retention_makes_its_projection_again
                a_checkpoint_of_another_epoch_is_known_as_foreign
                a_projection_is_made_again_after_a_new_epoch
                a_rebuild_misses_nothing_and_is_one_at_a_time
                a_rebuild_takes_out_what_was_parked
            }
            notification_rebuilds {
                a_walk_over_everything_sees_each_once
                what_is_left_without_anybody_is_pruned_step_by_step
                a_rebuild_finds_what_is_missing_and_keeps_what_was_read
                what_was_filled_at_once_is_what_steps_would_have_made
            }
            notification_lists {
                what_was_read_is_not_joined_any_more
                only_the_recipient_marks_and_only_what_is_named
                a_walk_sees_each_where_it_was_when_it_began
                next_is_none_exactly_at_the_end
                events_that_come_again_change_nothing
            }
            notifications {
                nobody_has_notifications_at_first
                a_comment_tells_the_author_of_the_post
                a_reply_tells_who_is_answered_and_the_author_of_the_post
                a_mention_tells_who_is_mentioned
                an_edit_tells_whom_it_adds_and_takes_back_whom_it_drops
                three_actors_are_shown_and_each_counts_once
                who_takes_it_back_leaves_and_an_empty_one_goes
                who_deletes_his_comment_is_no_longer_told_of_replies_to_it
                a_deleted_post_takes_its_notifications_along_at_once
                an_erased_user_is_in_nobodys_notifications
            }
            maintenance {
                a_fresh_storage_is_current
                sweeping_nothing_throws_nothing_away
                expired_sessions_go_with_their_tokens
                answers_go_when_their_time_is_over
                notes_of_ended_sessions_go_when_their_time_is_over
                notes_of_standings_go_when_their_time_is_over
                rankings_go_when_their_time_is_over
                erased_identities_go_when_their_time_is_over
                old_events_go_and_positions_go_on
                sweeping_an_empty_log_keeps_the_head
                expired_tokens_and_handles_and_old_mails_go
                two_sweeps_at_once_do_no_harm
            }
            integrity {
                an_empty_storage_is_sound
                checks_have_names_each_once
                repairing_what_is_sound_changes_nothing
            }
            seed {
                an_empty_storage_holds_no_world
                users_read_back_as_made_up
                posts_read_back_as_made_up
                comments_read_back_as_made_up
                relations_and_reactions_read_back_as_made_up
                counters_equal_a_recount
                each_batch_is_there_before_the_next
                an_empty_batch_adds_nothing
                a_finished_world_is_found_again
                accounts_that_no_seed_made_are_counted_apart
                a_loaded_world_goes_on_like_any_other
                clearing_takes_everything_and_leaves_room_for_another_world
                clearing_ends_every_session
                clearing_forgets_answers
                clearing_empties_the_log_and_positions_go_on
                a_row_that_names_nobody_keeps_a_world_from_being_finished
                a_relation_or_reaction_that_names_nobody_keeps_a_world_from_being_finished
                many_rows_in_one_batch
            }
            values {
                texts_read_back_byte_for_byte
                the_longest_texts_fit
                moments_read_back_to_the_microsecond
                many_hashtags_keep_their_order
            }
            random_walk {
                counters_and_lists_survive_anything
            }
            walks {
                what_stays_is_seen_once_while_others_write_delete_and_block
            }
        }
    };
}
