//! The part of the list that is about accounts: what keeps them safe.

/// The part of [`contract_suite!`](crate::contract_suite) about accounts.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_accounts {
    ($fresh:ident) => {
        $crate::contract_cases! { $fresh;
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
