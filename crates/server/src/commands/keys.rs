//! `thoughts keys new`

use thoughts_identity::keys::SigningKey;

use super::output::line;
use crate::failure::Failure;

pub(super) fn run() -> Result<(), Failure> {
    let key = SigningKey::generate().map_err(Failure::refused)?;
    let private = key.to_base64().map_err(Failure::refused)?;
    line(format_args!("# Key id {}", key.public().id()))?;
    line(format_args!("AUTH_SIGNING_KEY={private}"))?;
    line("# Its public key, for AUTH_PREVIOUS_KEYS when another one has taken its place:")?;
    line(format_args!("# {}", key.public().to_base64url()))
}
