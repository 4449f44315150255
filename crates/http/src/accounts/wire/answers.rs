//! Accounts on their way out.

use thoughts_use_cases::accounts::{OwnAccountView, SessionView, SignedIn, UserSummary, UserView};

use crate::schema::{Id, Moment, object};

object! {
    answer
    /// A user as shown beside what he wrote.
    SummaryJson<'a> = "UserSummary" {
        /// Names the user for ever.
        id: Id<'a> = "id",
        /// By which others mention the user, without `@`.
        handle: &'a str = "handle",
        /// The name to show.
        display_name: &'a str = "displayName",
        /// The picture.
        avatar_url: Option<&'a str> = "avatarUrl",
    }
}

object! {
    answer
    /// A public profile.
    UserJson<'a> = "User" {
        /// Names the user for ever.
        id: Id<'a> = "id",
        /// By which others mention the user, without `@`: 3 to 30 of `a-z0-9_`.
        handle: &'a str = "handle",
        /// The name to show, 1 to 50 characters.
        display_name: &'a str = "displayName",
        /// A few words, 0 to 300 characters.
        bio: &'a str = "bio",
        /// The picture.
        avatar_url: Option<&'a str> = "avatarUrl",
        /// When the account was made.
        created_at: Moment = "createdAt",
        /// How many follow the user.
        follower_count: u64 = "followerCount",
        /// How many the user follows.
        following_count: u64 = "followingCount",
        /// How many posts the user has.
        post_count: u64 = "postCount",
        /// Counts changes of the profile, from 1.
        version: u32 = "version",
    }
}

object! {
    answer
    /// What a user has set for himself.
    SettingsJson<'a> = "Settings" {
        /// The language of mails: `en` or `pt`.
        language: &'a str = "language",
    }
}

object! {
    answer
    /// One's own account, with what nobody else sees.
    AccountJson<'a> = "Account" {
        /// Names the user for ever.
        id: Id<'a> = "id",
        /// By which others mention the user, without `@`.
        handle: &'a str = "handle",
        /// The name to show.
        display_name: &'a str = "displayName",
        /// A few words.
        bio: &'a str = "bio",
        /// The picture.
        avatar_url: Option<&'a str> = "avatarUrl",
        /// When the account was made.
        created_at: Moment = "createdAt",
        /// How many follow the user.
        follower_count: u64 = "followerCount",
        /// How many the user follows.
        following_count: u64 = "followingCount",
        /// How many posts the user has.
        post_count: u64 = "postCount",
        /// Counts changes of the profile, from 1.
        version: u32 = "version",
        /// The mail address; no other answer holds it. An account that came from an outside
        /// provider may have none.
        email: Option<&'a str> = "email",
        /// Whether the mail address is known to be the user's own.
        email_verified: bool = "emailVerified",
        /// What the user may do: `user`, `moderator` or `operator`.
        role: &'a str = "role",
        /// Since when you may not write, but read, export and leave; null when you may.
        suspended_at: Option<Moment> = "suspendedAt",
        /// What the user has set.
        settings: SettingsJson<'a> = "settings",
    }
}

object! {
    answer
    /// A user who has just signed in, and the tokens.
    SignedInJson<'a> = "SignedIn" {
        /// The account.
        user: AccountJson<'a> = "user",
        /// Goes into the Authorization header.
        access_token: &'a str = "accessToken",
        /// Buys the next pair of tokens, once.
        refresh_token: &'a str = "refreshToken",
        /// How long the access token is good for, in seconds.
        expires_in: u64 = "expiresIn",
    }
}

object! {
    answer
    /// A device that is logged in.
    SessionJson<'a> = "Session" {
        /// Names the session.
        id: Id<'a> = "id",
        /// What the device called itself at login.
        user_agent: Option<&'a str> = "userAgent",
        /// When it logged in.
        created_at: Moment = "createdAt",
        /// When it last got a token.
        last_used_at: Moment = "lastUsedAt",
        /// When it ends unless it is used.
        expires_at: Moment = "expiresAt",
        /// Whether it is the one that asks.
        current: bool = "current",
    }
}

impl<'a> From<&'a UserSummary> for SummaryJson<'a> {
    fn from(user: &'a UserSummary) -> Self {
        Self {
            id: Id(user.id.as_str()),
            handle: &user.handle,
            display_name: &user.display_name,
            avatar_url: user.avatar_url.as_deref(),
        }
    }
}

impl<'a> From<&'a UserView> for UserJson<'a> {
    fn from(user: &'a UserView) -> Self {
        Self {
            id: Id(user.summary.id.as_str()),
            handle: &user.summary.handle,
            display_name: &user.summary.display_name,
            bio: &user.bio,
            avatar_url: user.summary.avatar_url.as_deref(),
            created_at: Moment(user.created_at),
            follower_count: user.follower_count,
            following_count: user.following_count,
            post_count: user.post_count,
            version: user.version,
        }
    }
}

impl<'a> From<&'a OwnAccountView> for AccountJson<'a> {
    fn from(account: &'a OwnAccountView) -> Self {
        let UserJson {
            id,
            handle,
            display_name,
            bio,
            avatar_url,
            created_at,
            follower_count,
            following_count,
            post_count,
            version,
        } = UserJson::from(&account.profile);
        Self {
            id,
            handle,
            display_name,
            bio,
            avatar_url,
            created_at,
            follower_count,
            following_count,
            post_count,
            version,
            email: account.email.as_deref(),
            email_verified: account.email_verified,
            role: account.role.as_str(),
            suspended_at: account.suspended_at.map(Moment),
            settings: SettingsJson {
                language: account.settings.language.as_str(),
            },
        }
    }
}

impl<'a> From<&'a SignedIn> for SignedInJson<'a> {
    fn from(signed_in: &'a SignedIn) -> Self {
        Self {
            user: AccountJson::from(&signed_in.account),
            access_token: &signed_in.tokens.access_token,
            refresh_token: signed_in.tokens.refresh_token.as_str(),
            expires_in: signed_in.tokens.expires_in,
        }
    }
}

impl<'a> SessionJson<'a> {
    /// A session as one of its siblings sees it.
    pub(crate) fn new(session: &'a SessionView, current: bool) -> Self {
        Self {
            id: Id(session.id.as_str()),
            user_agent: session.user_agent.as_deref(),
            created_at: Moment(session.created_at),
            last_used_at: Moment(session.last_used_at),
            expires_at: Moment(session.expires_at),
            current,
        }
    }
}
