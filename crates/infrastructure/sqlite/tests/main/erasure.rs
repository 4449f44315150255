//! Erasing a long life.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_use_cases::erasure::{ContinueErasure, ContinueErasureUseCase, ERASURE_BATCH};

use crate::support::database;

/// Many rows, put there past the adapter; ids of a letter and a number are as good as any.
const LONG_LIFE: &str = "
    INSERT INTO posts (id, author_id, body, hashtags, mention_ids, created_at, version, comment_count)
    SELECT 'p' || printf('%023d', n), CASE WHEN n = 1 THEN :leaver ELSE :stayer END, 'a post',
        '', '', 0, 1, CASE WHEN n = 1 THEN 1500 ELSE 200 END
    FROM (WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 51) SELECT n FROM r);
    UPDATE users SET post_count = (SELECT count(*) FROM posts WHERE author_id = users.id);
    INSERT INTO comments (id, post_id, author_id, body, depth, created_at, version)
    SELECT 'c' || printf('%023d', n), 'p' || printf('%023d', 2 + n % 50), :leaver,
        'his', 0, 0, 1
    FROM (WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10000) SELECT n FROM r);
    INSERT INTO comments (id, post_id, author_id, body, depth, created_at, version, reply_count)
    SELECT 't' || printf('%023d', n), 'p' || printf('%023d', 1), :stayer, 'top', 0, 0, 1, 1
    FROM (WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 750) SELECT n FROM r);
    INSERT INTO comments (id, post_id, parent_id, author_id, body, depth, created_at, version)
    SELECT 'r' || printf('%023d', n), 'p' || printf('%023d', 1), 't' || printf('%023d', n),
        :stayer, 'reply', 1, 0, 1
    FROM (WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 750) SELECT n FROM r);
";

#[tokio::test]
async fn a_long_life_goes_in_small_units_of_work() {
    let database = database().await;
    let scene = database.scene();
    let (leaver, stayer) = (
        scene.register("leaver").await,
        scene.register("stayer").await,
    );
    let mut outside = database.outside().await;
    let quoted = |id: String| format!("'{id}'");
    let filling = LONG_LIFE
        .replace(":leaver", &quoted(leaver.id.to_string()))
        .replace(":stayer", &quoted(stayer.id.to_string()));
    sqlx::raw_sql(sqlx::AssertSqlSafe(filling))
        .execute(&mut outside)
        .await
        .expect("a long life");
    let post = scene
        .publish(&stayer, "for those who write meanwhile")
        .await;
    scene.assert_sound().await;

    scene.close_account(&leaver, ContentRemoval::Delete).await;
    let eraser = ContinueErasureUseCase {
        batch: ERASURE_BATCH,
        ..scene.eraser()
    };
    let mut count = async || -> i64 {
        let counted = sqlx::query_scalar("SELECT count(*) FROM comments WHERE post_id <> ?");
        let counted = counted.bind(post.id.as_str()).fetch_one(&mut outside).await;
        counted.expect("a count")
    };
    let mut before = count().await;
    assert_eq!(before, 11_500);
    let mut batches = 0;
    while eraser.execute(None).await.expect("a batch").is_some() {
        batches += 1;
        let after = count().await;
        let taken = before - after;
        assert!((0..=i64::from(ERASURE_BATCH)).contains(&taken), "{taken}");
        before = after;
        if batches % 50 == 0 {
            // Somebody else's turn, and everything is as it should be in between.
            scene.comment(&stayer, &post, "meanwhile").await;
            scene.assert_sound().await;
        }
    }
    assert_eq!(before, 0);
    assert!(batches >= 115, "{batches}");
    scene.assert_sound().await;
}
