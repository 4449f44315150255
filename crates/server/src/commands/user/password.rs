//! Where the password of a new user comes from: never from the command line, where every process
//! of the machine could read it.

use std::io::{self, IsTerminal};

use thoughts_domain::accounts::Password;
use thoughts_identity::random_password;

use crate::failure::Failure;

/// A password, and its text when it was made here and must be shown.
pub(super) struct Given {
    pub(super) password: Password,
    pub(super) generated: Option<String>,
}

/// Makes a password.
pub(super) fn generated() -> Result<Given, Failure> {
    let text = random_password();
    Ok(Given {
        password: checked(&text)?,
        generated: Some(text),
    })
}

/// Asks for it where there is a terminal, and takes the first line of the input where there is
/// none.
pub(super) fn asked() -> Result<Given, Failure> {
    let text = if io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Password: ").map_err(Failure::refused)?;
        let second = rpassword::prompt_password("Again: ").map_err(Failure::refused)?;
        if first != second {
            return Err(Failure::refused("the two passwords differ"));
        }
        first
    } else {
        let mut line = String::new();
        io::stdin()
            .read_line(&mut line)
            .map_err(|error| Failure::refused(format!("no password can be read: {error}")))?;
        if line.is_empty() {
            return Err(Failure::refused(
                "no password is given; write it to the standard input, or ask for one with --generate-password",
            ));
        }
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    Ok(Given {
        password: checked(&text)?,
        generated: None,
    })
}

fn checked(text: &str) -> Result<Password, Failure> {
    Password::parse(text).map_err(|error| Failure::refused(format!("the password {error}")))
}
