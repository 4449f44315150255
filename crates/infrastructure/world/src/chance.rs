//! Streams of chance.

use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use thoughts_domain::ids::Cuid;

/// What a stream of chance is for; each kind and row has one of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    Shape = 1,
    User = 2,
    Post = 3,
    Comment = 4,
    Relation = 5,
    PostReactions = 6,
    CommentReactions = 7,
}

/// The stream for a row (or, for [`Purpose::Shape`], for one decision about the whole world).
pub(crate) fn stream(seed: u64, purpose: Purpose, row: u32) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream((purpose as u64) << 32 | u64::from(row));
    rng
}

/// An identifier of the shape of a CUID2: its first draw from the row's stream, so that an id can
/// be told without making the row.
pub(crate) fn id(seed: u64, purpose: Purpose, row: u32) -> Cuid {
    draw_id(&mut stream(seed, purpose, row))
}

/// Draws an identifier.
pub(crate) fn draw_id(rng: &mut ChaCha8Rng) -> Cuid {
    const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    loop {
        let text: String = (0..24)
            .map(|place| {
                char::from(ALPHABET[rng.random_range(0..if place == 0 { 26 } else { 36 })])
            })
            .collect();
        // Never refused: the alphabet is that of identifiers.
        if let Ok(id) = Cuid::parse(&text) {
            return id;
        }
    }
}

/// One of a list.
pub(crate) fn pick<'a, T: ?Sized>(rng: &mut ChaCha8Rng, of: &[&'a T]) -> &'a T {
    of[rng.random_range(0..of.len())]
}

/// True once in `n` times.
pub(crate) fn one_in(rng: &mut ChaCha8Rng, n: u32) -> bool {
    rng.random_range(0..n) == 0
}
