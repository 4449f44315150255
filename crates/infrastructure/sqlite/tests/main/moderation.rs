//! The moderation log is only added to, whoever writes.

use crate::support::database;

#[tokio::test]
async fn rows_of_the_log_are_neither_changed_nor_deleted() {
    let database = database().await;
    let mut outside = database.outside().await;
    sqlx::raw_sql(
        "INSERT INTO moderation_log (id, created_at, action, subject_type, subject_id, reason)
        VALUES ('aaaaaaaaaaaaaaaaaaaaaaaa', 1, 'suspend_user', 'user',
            'bbbbbbbbbbbbbbbbbbbbbbbb', 'spam')",
    )
    .execute(&mut outside)
    .await
    .expect("a line");
    for statement in [
        "DELETE FROM moderation_log",
        "UPDATE moderation_log SET reason = 'none'",
        "UPDATE moderation_log SET moderator_id = 'cccccccccccccccccccccccc', reason = NULL",
        "UPDATE moderation_log SET action = 'unsuspend_user', reason = NULL",
        "UPDATE moderation_log SET owner_id = 'cccccccccccccccccccccccc', reason = NULL",
        "UPDATE moderation_log SET created_at = 2, reason = NULL",
    ] {
        let refused = sqlx::raw_sql(statement).execute(&mut outside).await;
        let error = refused.expect_err(statement).to_string();
        assert!(error.contains("only added to"), "{error}");
    }
    let forgotten = sqlx::raw_sql("UPDATE moderation_log SET reason = NULL")
        .execute(&mut outside)
        .await;
    assert_eq!(forgotten.expect("forgotten").rows_affected(), 1);
}
