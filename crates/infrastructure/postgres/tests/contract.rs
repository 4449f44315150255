//! The contract suite of every storage port.

use thoughts_testing::contract::Adapter;

use crate::database::Database;

async fn fresh() -> Adapter {
    let database = Database::fresh().await;
    let storage = database.storage().await;
    Adapter::of(&storage, Box::new(database))
}

thoughts_testing::contract_suite!(fresh);
