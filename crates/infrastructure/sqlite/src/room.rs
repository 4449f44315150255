//! Room for writing very many rows.

use sqlx::{SqlitePool, raw_sql};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;

/// Rows of random ids go all over their indexes. A cache of up to 256 MiB, where 2 are usual, keeps
/// the indexes in memory, and folding the log into the file every 256 MiB instead of every 4
/// writes a page once that many batches have touched. Each batch stays as durable as ever.
const ROOM: &str = "PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 65536";
const USUAL: &str = "PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000";

/// Makes room, until it is given back or the process ends.
pub(crate) async fn make_room(writer: &SqlitePool) -> Result<(), StorageError> {
    raw_sql(ROOM).execute(writer).await.map_err(failure)?;
    Ok(())
}

/// Goes on with what is usual.
pub(crate) async fn give_room_back(writer: &SqlitePool) -> Result<(), StorageError> {
    raw_sql(USUAL).execute(writer).await.map_err(failure)?;
    Ok(())
}
