//! `thoughts user create`

use std::sync::Arc;

use thoughts_identity::{Argon2idHasher, Cuid2Generator, SystemClock};
use thoughts_use_cases::accounts::{
    CreateUser, CreateUserCommand, CreateUserError, CreateUserUseCase,
};

use super::password::{Given, asked, generated};
use crate::cli::CreateUserOptions;
use crate::commands::output::line;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

pub(super) async fn run(options: CreateUserOptions) -> Result<(), Failure> {
    let CreateUserOptions {
        handle,
        display_name,
        email,
        role,
        generate_password,
        storage: place,
    } = options;
    logging::start(&place.log, Target::Stderr)?;
    let Given {
        password,
        generated,
    } = if generate_password {
        generated()?
    } else {
        asked()?
    };
    let storage = Storage::beside_a_server(&place.storage).await?;
    let use_case = CreateUserUseCase {
        store: Arc::clone(&storage.store),
        hasher: Arc::new(Argon2idHasher::new(1).map_err(Failure::refused)?),
        clock: Arc::new(SystemClock::new()),
        ids: Arc::new(Cuid2Generator),
    };
    let command = CreateUserCommand {
        handle: handle.clone(),
        display_name,
        email,
        role,
        password,
    };
    let created = use_case.execute(command).await;
    storage.close().await;
    let name = handle.as_str();
    match created {
        Ok(id) => {
            line(format_args!(
                "{name} is {}, with the id {id}",
                role.as_str()
            ))?;
            match generated {
                Some(password) => line(format_args!("password: {password}")),
                None => Ok(()),
            }
        }
        Err(CreateUserError::HandleTaken) => {
            Err(Failure::refused(format!("the handle {name} is taken")))
        }
        Err(CreateUserError::EmailTaken) => Err(Failure::refused(
            "somebody has an account with this mail address already",
        )),
        Err(CreateUserError::Hashing(error)) => Err(Failure::because(&error)),
        Err(CreateUserError::Storage(error)) => Err(Failure::because(&error)),
    }
}
