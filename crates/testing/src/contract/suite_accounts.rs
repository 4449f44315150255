//! The part of the list that is about accounts: what keeps them safe, and
//! what is told and reported of them.

/// The part of [`contract_suite!`](crate::contract_suite) about accounts.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_accounts {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
            export_told {
                notifications_are_told_deed_by_deed
                mails_and_mailed_tokens_are_told_without_their_secrets
                handles_are_those_that_are_kept_for_the_user
                moderation_is_told_without_who_and_why
            }
            reports {
                nothing_is_reported_at_first
                a_report_reads_back_as_filed
                things_have_an_owner_while_they_are_there
                a_report_that_is_dropped_is_not_there
                who_reports_again_changes_the_open_report
                a_report_is_resolved_once
                reports_are_listed_newest_first_with_ties_broken_by_id
                who_leaves_is_named_in_no_report_and_no_note_tells_of_him
                reports_are_exported_to_who_filed_them
                of_two_who_report_at_once_both_are_heard_and_one_person_once
            }
            second_factors {
                nobody_has_one_at_first
                one_that_was_begun_reads_back_and_is_off
                one_that_was_turned_on_reads_back
                beginning_anew_takes_everything_of_the_earlier_one
                a_recovery_code_is_its_users_and_works_once
                new_recovery_codes_make_the_earlier_ones_void
                a_removed_one_is_gone_with_its_codes
                of_two_that_show_one_code_at_once_one_is_taken
                of_two_that_use_one_recovery_code_at_once_one_does
                secrets_under_other_keys_are_found_in_order_and_sealed_anew
                what_nobody_confirms_is_swept_and_what_is_on_stays
                it_is_exported_without_its_secret
                it_goes_with_the_account
            }
        }
    };
}
