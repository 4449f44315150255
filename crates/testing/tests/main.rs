//! Holds the adapter of this crate to the contract.

use thoughts_testing::contract::Adapter;
use thoughts_testing::memory::MemoryStorage;

async fn fresh() -> Adapter {
    MemoryStorage::default().into_adapter()
}

thoughts_testing::contract_suite!(fresh);
