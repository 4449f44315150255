//! Every use case with its ports, for the HTTP layer.

use std::sync::Arc;

use thoughts_http::{DrainState, HttpSettings, JsonAnswers, MetricsRenderer, Ports};
use thoughts_use_cases::accounts::{
    AuthenticateUseCase, ChangePasswordUseCase, ChangeProfileUseCase, DeleteAccountUseCase,
    EndSessionUseCase, LogInUseCase, RefreshSessionUseCase, RegisterUseCase,
    RequestPasswordResetUseCase, RequestVerificationUseCase, ResetPasswordUseCase,
    VerifyEmailUseCase,
};
use thoughts_use_cases::comments::{AddCommentUseCase, DeleteCommentUseCase, EditCommentUseCase};
use thoughts_use_cases::discovery::{SearchUseCase, TrendingUseCase};
use thoughts_use_cases::engagement::{ReactUseCase, TakeBackUseCase};
use thoughts_use_cases::graph::{BeginRelationUseCase, EndRelationUseCase};
use thoughts_use_cases::moderation::{
    FileReportUseCase, ResolveReportUseCase, SetHiddenUseCase, SetSuspensionUseCase,
};
use thoughts_use_cases::notifications::MarkReadUseCase;
use thoughts_use_cases::posts::{DeletePostUseCase, EditPostUseCase, PublishPostUseCase};
use thoughts_use_cases::second_factor::{
    BeginSecondFactorUseCase, ChangeSecondFactor, ConfirmSecondFactorUseCase,
    ReplaceRecoveryCodesUseCase, TurnOffSecondFactorUseCase,
};

use super::outside::callers;
use super::{Foundation, Identity};
use crate::storage::Storage;

/// What the HTTP layer has of its own.
pub struct Edge {
    /// Renders `/metrics`, when the main listener has them.
    pub metrics: Option<MetricsRenderer>,
    /// Whether this replica is on its way out.
    pub drain: DrainState,
    /// What the operator has set.
    pub settings: HttpSettings,
}

/// Wires every use case.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "a list: one entry for each use case, and nothing to decide"
)]
pub fn ports(foundation: &Foundation, edge: Edge) -> Ports {
    let Foundation {
        storage,
        identity,
        outside: _,
        watch,
        mail,
        limiter,
        clock,
        ids,
        erasing,
        steps,
    } = foundation;
    let Storage {
        store,
        accounts,
        moderation,
        reports,
        posts,
        feed,
        comments,
        graph,
        search: queries,
        hot,
        rankings,
        engagement,
        export,
        notifications,
        second_factors,
        probe,
        ..
    } = storage;
    let Identity {
        hasher,
        access_tokens,
        refresh_tokens,
        secrets,
        one_time_tokens,
        cursors,
        ..
    } = identity;
    let renderer = Arc::new(JsonAnswers);
    let outside = callers(foundation);
    // One macro instead of `Arc::clone(..)` on every line: the names of fields are the wiring.
    macro_rules! wired {
        ($use_case:ident { $($field:ident),* $(,)? }) => {
            Arc::new($use_case { $($field: $field.clone()),* })
        };
    }
    let change_second_factor = || ChangeSecondFactor {
        store: store.clone(),
        accounts: accounts.clone(),
        hasher: hasher.clone(),
        secrets: secrets.clone(),
        limiter: limiter.clone(),
        mail: *mail,
        clock: clock.clone(),
        ids: ids.clone(),
    };
    Ports {
        authenticate: wired!(AuthenticateUseCase {
            access_tokens,
            outside,
            watch,
            clock
        }),
        register: wired!(RegisterUseCase {
            store,
            hasher,
            access_tokens,
            refresh_tokens,
            mail,
            clock,
            ids
        }),
        log_in: wired!(LogInUseCase {
            store,
            accounts,
            hasher,
            access_tokens,
            refresh_tokens,
            secrets,
            limiter,
            mail,
            clock,
            ids
        }),
        second_factors: second_factors.clone(),
        begin_second_factor: wired!(BeginSecondFactorUseCase {
            store,
            accounts,
            hasher,
            secrets,
            clock
        }),
        confirm_second_factor: wired!(ConfirmSecondFactorUseCase {
            store,
            secrets,
            limiter,
            watch,
            mail,
            clock,
            ids
        }),
        turn_off_second_factor: Arc::new(TurnOffSecondFactorUseCase(change_second_factor())),
        replace_recovery_codes: Arc::new(ReplaceRecoveryCodesUseCase(change_second_factor())),
        refresh_session: wired!(RefreshSessionUseCase {
            store,
            access_tokens,
            refresh_tokens,
            watch,
            clock
        }),
        end_session: wired!(EndSessionUseCase {
            store,
            watch,
            clock
        }),
        change_password: wired!(ChangePasswordUseCase {
            store,
            accounts,
            hasher,
            watch,
            mail,
            clock,
            ids
        }),
        request_password_reset: wired!(RequestPasswordResetUseCase {
            store,
            mail,
            limiter,
            clock,
            ids
        }),
        reset_password: wired!(ResetPasswordUseCase {
            store,
            one_time_tokens,
            hasher,
            watch,
            mail,
            clock,
            ids
        }),
        verify_email: wired!(VerifyEmailUseCase {
            store,
            one_time_tokens,
            clock
        }),
        request_verification: wired!(RequestVerificationUseCase {
            store,
            mail,
            limiter,
            clock,
            ids
        }),
        change_profile: wired!(ChangeProfileUseCase {
            store,
            limiter,
            clock,
            ids
        }),
        delete_account: wired!(DeleteAccountUseCase {
            store,
            erasing,
            steps,
            watch,
            clock,
            ids
        }),
        publish_post: wired!(PublishPostUseCase {
            store,
            renderer,
            clock,
            ids
        }),
        edit_post: wired!(EditPostUseCase { store, clock, ids }),
        delete_post: wired!(DeletePostUseCase { store, clock, ids }),
        add_comment: wired!(AddCommentUseCase {
            store,
            renderer,
            clock,
            ids
        }),
        edit_comment: wired!(EditCommentUseCase { store, clock, ids }),
        delete_comment: wired!(DeleteCommentUseCase { store, clock, ids }),
        begin_relation: wired!(BeginRelationUseCase { store, clock, ids }),
        end_relation: wired!(EndRelationUseCase { store, clock, ids }),
        react: wired!(ReactUseCase { store, clock, ids }),
        take_back: wired!(TakeBackUseCase { store, clock, ids }),
        set_suspension: wired!(SetSuspensionUseCase {
            store,
            watch,
            clock,
            ids
        }),
        set_hidden: wired!(SetHiddenUseCase { store, clock, ids }),
        file_report: wired!(FileReportUseCase {
            store,
            renderer,
            clock,
            ids
        }),
        resolve_report: wired!(ResolveReportUseCase {
            store,
            renderer,
            clock,
            ids
        }),
        reports: reports.clone(),
        mark_read: wired!(MarkReadUseCase {
            store,
            renderer,
            clock
        }),
        notifications: notifications.clone(),
        accounts: accounts.clone(),
        moderation: moderation.clone(),
        posts: posts.clone(),
        feed: feed.clone(),
        comments: comments.clone(),
        graph: graph.clone(),
        trending: wired!(TrendingUseCase {
            hot,
            queries,
            rankings,
            clock,
            ids
        }),
        search: wired!(SearchUseCase {
            queries,
            rankings,
            clock,
            ids
        }),
        engagement: engagement.clone(),
        export: export.clone(),
        access_tokens: access_tokens.clone(),
        cursors: cursors.clone(),
        limiter: limiter.clone(),
        clock: clock.clone(),
        ids: ids.clone(),
        probe: probe.clone(),
        metrics: edge.metrics,
        drain: edge.drain,
        settings: edge.settings,
    }
}
