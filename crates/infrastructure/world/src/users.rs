//! Made-up users.

use rand::RngExt;
use thoughts_domain::accounts::{Bio, DisplayName, Email, Handle};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::seed::{SEED_EMAIL_DOMAIN, SeedUser};

use crate::chance::{Purpose, draw_id, one_in, pick, stream};
use crate::names::{BIOS, FIRST, LAST};
use crate::{WORLD_END_MICROS, WORLD_SPAN_MICROS};

/// What a user is counted for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct UserCounts {
    pub(crate) posts: u32,
    pub(crate) followers: u32,
    pub(crate) following: u32,
}

/// When each user joined, oldest first: all in the year before the world begins to post, so that
/// everybody may write at any time.
pub(crate) fn joined(row: u32, users: u32) -> Timestamp {
    let start = WORLD_END_MICROS - 2 * WORLD_SPAN_MICROS;
    Timestamp::from_micros(start + WORLD_SPAN_MICROS / i64::from(users.max(1)) * i64::from(row))
}

/// Handles are told by the row alone: `ana_almeida_0`.
pub(crate) fn handle(row: u32) -> String {
    let place = row as usize;
    let (first, last) = (
        FIRST[place % FIRST.len()],
        LAST[place / FIRST.len() % LAST.len()],
    );
    let ascii = |name: &str| -> String {
        name.chars()
            .filter(char::is_ascii_alphabetic)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    format!("{}_{}_{row}", ascii(first), ascii(last))
}

/// Makes a user; none only if the tables of names broke a rule, which a test rules out.
pub(crate) fn make(seed: u64, row: u32, users: u32, counts: UserCounts) -> Option<SeedUser> {
    let mut rng = stream(seed, Purpose::User, row);
    let id = UserId::new(draw_id(&mut rng));
    let place = row as usize;
    let (first, last) = (
        FIRST[place % FIRST.len()],
        LAST[place / FIRST.len() % LAST.len()],
    );
    let shown = if one_in(&mut rng, 4) {
        first.to_owned()
    } else {
        format!("{first} {last}")
    };
    let bio = if rng.random_bool(0.6) {
        pick(&mut rng, BIOS)
    } else {
        ""
    };
    let handle = handle(row);
    Some(SeedUser {
        id,
        display_name: DisplayName::parse(&shown).ok()?,
        bio: Bio::parse(bio).ok()?,
        email: Email::parse(&format!("{handle}@{SEED_EMAIL_DOMAIN}")).ok()?,
        handle: Handle::parse(&handle).ok()?,
        created_at: joined(row, users),
        post_count: counts.posts,
        follower_count: counts.followers,
        following_count: counts.following,
    })
}
