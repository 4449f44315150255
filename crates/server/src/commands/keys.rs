//! `thoughts keys new`

use thoughts_identity::keys::SigningKey;

use super::output::line;
use crate::failure::Failure;

/// Prints variables for a `.env`; all else is comment there.
pub(super) fn run() -> Result<(), Failure> {
    let key = SigningKey::generate().map_err(Failure::refused)?;
    let private = key.to_base64().map_err(Failure::refused)?;
    let public = key.public().to_base64url();
    line(format_args!("# Key id {}", key.public().id()))?;
    line(format_args!("AUTH_SIGNING_KEY={private}"))?;
    line("# Its public key, for AUTH_PREVIOUS_KEYS when another one has taken its place:")?;
    line(format_args!("# {public}"))?;
    line("#")?;
    line(
        "# To put it in the place of a key that is in use, without logging anybody out, set these on",
    )?;
    line("# all replicas and restart them one after the other, once for each step:")?;
    line("# 1. announce it: AUTH_SIGNING_KEY stays, and")?;
    line(format_args!("#    AUTH_PREVIOUS_SIGNING_KEYS={private}"))?;
    line("# 2. switch: AUTH_SIGNING_KEY as above, and")?;
    line("#    AUTH_PREVIOUS_SIGNING_KEYS=<what AUTH_SIGNING_KEY was before>")?;
    line("# 3. a day later, forget the old one: AUTH_PREVIOUS_SIGNING_KEYS=")
}
