//! One's own account.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::accounts::{
    AvatarUrl, Bio, ContentRemoval, DisplayName, Handle, Language, ProfileChange, Settings,
};
use thoughts_use_cases::accounts::{
    ChangeProfileCommand, ChangeProfileError, DeleteAccountCommand, DeleteAccountError,
};

use super::wire::{AccountJson, AccountPatch};
use crate::answer::{Answer, Changed, Done, Found, changed, done, found, json};
use crate::auth::{EvenSuspended, SignedIn};
use crate::body::Body;
use crate::conditions::while_stale;
use crate::context::Trace;
use crate::params::{Choice, Given, IfMatch, IfNoneMatch};
use crate::ports::Ports;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

impl Choice for ContentRemoval {
    const ALL: &'static [(&'static str, Self)] = &[
        (Self::Delete.as_str(), Self::Delete),
        (Self::Anonymise.as_str(), Self::Anonymise),
    ];
}

/// One's own account.
pub(crate) struct MeApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Accounts")]
impl MeApi {
    /// Get your account
    ///
    /// Your profile with what nobody else sees: the mail address and the settings.
    #[oai(path = "/v1/me", method = "get", operation_id = "getMe")]
    async fn get(
        &self,
        who: SignedIn,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<Answer<Found, AccountJson<'static>>, Problem> {
        let read = self.0.accounts.own_account(who.0.user_id).await?;
        let account = read
            .value
            .ok_or_else(|| Problem::new(&kinds::INVALID_TOKEN))?;
        let body = json(&AccountJson::from(&account));
        let condition = condition.condition();
        let version = account.profile.version;
        Ok(found(version, body, &read.position, condition.as_ref()))
    }

    /// Change your account
    ///
    /// What is left out stays; `null` clears the bio and the picture. With `If-Match` the change
    /// is made only when nobody changed the account meanwhile. A handle that is given up leads to
    /// the new one for 30 days, and only you can have it back meanwhile.
    #[oai(path = "/v1/me", method = "patch", operation_id = "changeMe")]
    async fn change(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The version that you have seen.
        #[oai(name = "If-Match")]
        condition: Given<IfMatch>,
        body: Body<AccountPatch>,
    ) -> Result<Answer<Changed, AccountJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let condition = condition.check(&mut validation);
        let change = body
            .open(&mut validation)
            .and_then(|fields| profile_change(fields, &mut validation));
        let (Some(condition), Some(change)) = (condition, change) else {
            return Err(validation.into_problem());
        };
        let attempt = |expected_version| {
            self.0.change_profile.execute(ChangeProfileCommand {
                caller: who.0,
                change: change.clone(),
                expected_version,
                trace: trace.0.clone(),
            })
        };
        let is_stale = |error: &_| matches!(error, ChangeProfileError::Stale);
        let account = while_stale(condition, attempt, is_stale).await?;
        let body = json(&AccountJson::from(&account));
        Ok(changed(account.profile.version, body))
    }

    /// Delete your account
    ///
    /// When the answer arrives, nothing personal of yours is shown any more, your sessions have
    /// ended, and your handle and address are free again. `content=delete` takes your posts and
    /// comments with it; `content=anonymise` leaves them under nobody's name. What is left of a
    /// large account (posts, comments, the content of your events) goes in the minutes after the
    /// answer; until then posts and comments stand under nobody's name.
    #[oai(path = "/v1/me", method = "delete", operation_id = "deleteMe")]
    async fn delete(
        &self,
        who: EvenSuspended,
        trace: Trace,
        /// What becomes of your posts and comments.
        content: Given<ContentRemoval>,
        /// The version that you have seen.
        #[oai(name = "If-Match")]
        condition: Given<IfMatch>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let mut validation = Validation::default();
        let content = content.check(&mut validation);
        let condition = condition.check(&mut validation);
        let (Some(content), Some(condition)) = (content, condition) else {
            return Err(validation.into_problem());
        };
        let attempt = |expected_version| {
            self.0.delete_account.execute(DeleteAccountCommand {
                caller: who.0,
                content: content.unwrap_or_default(),
                expected_version,
                trace: trace.0.clone(),
            })
        };
        let is_stale = |error: &_| matches!(error, DeleteAccountError::Stale);
        while_stale(condition, attempt, is_stale).await?;
        Ok(done())
    }
}

/// The change that a patch asks for; none when something in it was refused and noted.
fn profile_change(fields: AccountPatch, v: &mut Validation) -> Option<ProfileChange> {
    let handle = fields
        .handle
        .read("/handle", v, |text| Handle::parse(&text));
    let display_name = fields
        .display_name
        .read("/displayName", v, |text| DisplayName::parse(&text));
    let bio = fields.bio.read("/bio", v, |text| Bio::parse(&text));
    let avatar_url = fields
        .avatar_url
        .read("/avatarUrl", v, |text| AvatarUrl::parse(&text));
    let settings = fields.settings.take("/settings", v);
    let language = match settings {
        Some(Some(settings)) => settings
            .language
            .read("/settings/language", v, |text| text.parse::<Language>()),
        Some(None) => Some(None),
        None => None,
    };
    Some(ProfileChange {
        handle: handle?,
        display_name: display_name?,
        bio: bio?.map(Option::unwrap_or_default),
        avatar_url: avatar_url?,
        settings: language?.map(|language| Settings { language }),
    })
}
