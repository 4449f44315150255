//! A key that is made once and kept in a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngExt;
use thiserror::Error;

use super::{KeyError, SigningKey};

/// Why a key file gives no key.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("the key file {} cannot be used: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// It holds something else.
    #[error("the key file {} {source}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: KeyError,
    },
}

/// Reads the key in `path`, or makes one and keeps it there, readable by its owner alone.
///
/// The file appears whole or not at all, and never takes the place of another: of two programs
/// that start at once, the later one reads the key of the earlier one. The second value tells
/// whether the key is new.
///
/// # Errors
/// [`KeyFileError`].
pub fn load_or_create(path: &Path) -> Result<(SigningKey, bool), KeyFileError> {
    if let Some(key) = load(path)? {
        return Ok((key, false));
    }
    let of_key = |source| KeyFileError::Key {
        path: path.to_owned(),
        source,
    };
    let key = SigningKey::generate().map_err(of_key)?;
    let pem = key.to_pem().map_err(of_key)?;
    if create(path, &pem).map_err(|source| in_file(path, source))? {
        return Ok((key, true));
    }
    match load(path)? {
        Some(key) => Ok((key, false)),
        None => Err(in_file(path, ErrorKind::NotFound.into())),
    }
}

fn load(path: &Path) -> Result<Option<SigningKey>, KeyFileError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(in_file(path, error)),
    };
    let mode = fs::metadata(path).map(|data| data.permissions().mode());
    if mode.is_ok_and(|mode| mode & 0o077 != 0) {
        tracing::warn!(file = %path.display(), "others can read the signing key: chmod 600 it");
    }
    let key = SigningKey::parse(&text).map_err(|source| KeyFileError::Key {
        path: path.to_owned(),
        source,
    })?;
    Ok(Some(key))
}

fn in_file(path: &Path, source: io::Error) -> KeyFileError {
    KeyFileError::Io {
        path: path.to_owned(),
        source,
    }
}

/// Writes beside `path`, then links it there: linking fails when the name is taken, renaming
/// would replace. False when it was taken.
fn create(path: &Path, pem: &str) -> io::Result<bool> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let chance: [u8; 12] = rand::rng().random();
    let draft = folder.join(format!(".key-{}", URL_SAFE_NO_PAD.encode(chance)));
    let linked = write_private(&draft, pem).and_then(|()| match fs::hard_link(&draft, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    });
    fs::remove_file(&draft)?;
    File::open(folder)?.sync_all()?;
    linked
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn is_made_once_private_and_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data/thoughts.key");
        let (made, fresh) = load_or_create(&path).expect("a key");
        let (read, again) = load_or_create(&path).expect("a key");
        assert_eq!((fresh, again), (true, false));
        assert_eq!(made.public(), read.public());
        let permissions = fs::metadata(&path).expect("a file").permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
        let beside = fs::read_dir(folder.path().join("data")).expect("a folder");
        assert_eq!(beside.count(), 1, "no draft is left");
    }

    #[test]
    fn many_starts_at_once_agree_on_one_key() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("thoughts.key");
            let barrier = Barrier::new(8);
            let ids: HashSet<String> = std::thread::scope(|scope| {
                let starts: Vec<_> = (0..8)
                    .map(|_| {
                        scope.spawn(|| {
                            barrier.wait();
                            load_or_create(&path)
                                .expect("a key")
                                .0
                                .public()
                                .id()
                                .to_owned()
                        })
                    })
                    .collect();
                starts
                    .into_iter()
                    .map(|start| start.join().expect("no panic"))
                    .collect()
            });
            assert_eq!(ids.len(), 1);
        }
    }

    #[test]
    fn a_broken_file_is_left_alone_and_not_repeated() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("thoughts.key");
        fs::write(&path, "half a key").expect("written");
        let error = load_or_create(&path).expect_err("an error").to_string();
        assert!(error.contains("thoughts.key"), "{error}");
        assert!(!error.contains("half a key"), "{error}");
        let text = fs::read_to_string(&path).expect("text");
        assert_eq!(text, "half a key");
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("written");
        let error = load_or_create(&file.join("thoughts.key")).expect_err("an error");
        assert!(matches!(error, KeyFileError::Io { .. }), "{error}");
    }
}
