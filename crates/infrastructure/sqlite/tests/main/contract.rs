//! Every promise of the storage ports.

use thoughts_testing::contract::Adapter;

use crate::support::database;

async fn fresh() -> Adapter {
    let database = database().await;
    Adapter::of(&database.storage, Box::new(database.folder))
}

thoughts_testing::contract_suite!(fresh);
