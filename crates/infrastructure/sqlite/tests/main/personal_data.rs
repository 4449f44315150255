//! Whose data each column holds.

use thoughts_testing::personal_data::{Schema, assert_classified};

use crate::support::database;

#[tokio::test]
async fn every_column_is_classified() {
    let database = database().await;
    let mut outside = database.outside().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
        WHERE t.schema = 'main' AND t.type IN ('table', 'virtual', 'shadow')
            AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> '_sqlx_migrations'
        ORDER BY t.name, c.cid",
    )
    .fetch_all(&mut outside)
    .await
    .expect("the catalogue");
    assert_classified(Schema::Sqlite, &columns);
}
