//! Holds the adapter of this crate to the contract, and the list of cases to the cases.

use thoughts_testing::contract::Adapter;
use thoughts_testing::memory::MemoryStorage;

mod every_case_runs;
mod limits;

async fn fresh() -> Adapter {
    MemoryStorage::default().into_adapter()
}

thoughts_testing::contract_suite!(fresh);
