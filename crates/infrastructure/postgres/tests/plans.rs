//! Every statement of the adapter walks an index, as planned once for all parameters.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Row};

use crate::database::Database;

/// Enough rows for the planner to mind, as many as a test may take.
const ROWS: [&str; 15] = [
    "CREATE FUNCTION pg_temp.cuid(letter text, n integer) RETURNS text LANGUAGE sql AS
     $$ SELECT letter || substr(md5(letter || n), 1, 23) $$",
    "INSERT INTO users (id, handle, display_name, email, password_hash, role, language,
         created_at, version)
     SELECT pg_temp.cuid('u', n), 'user' || n, 'User', n || '@example.org', 'hash', 'user', 'en',
         now() - n * interval '1 minute', 1
     FROM generate_series(1, 2000) n",
    "INSERT INTO posts (id, author_id, body, hashtags, created_at, version, quoted_post_id)
     SELECT pg_temp.cuid('p', n), pg_temp.cuid('u', 1 + n % 2000), 'a post', ARRAY['tag' || n % 50],
         now() - n * interval '1 second', 1,
         CASE WHEN n % 10 = 0 THEN pg_temp.cuid('p', 1 + n % 300) END
     FROM generate_series(1, 20000) n",
    "INSERT INTO post_hashtags (tag, created_at, post_id)
     SELECT hashtags[1], created_at, id FROM posts",
    "INSERT INTO comments (id, post_id, author_id, body, depth, created_at, version)
     SELECT pg_temp.cuid('c', n), pg_temp.cuid('p', 1 + n % 5000), pg_temp.cuid('u', 1 + n % 2000),
         'a comment', 0, now() - n * interval '1 second', 1
     FROM generate_series(1, 20000) n",
    "INSERT INTO follows (follower_id, followed_id, created_at)
     SELECT pg_temp.cuid('u', n), pg_temp.cuid('u', 1 + (n + k * k) % 2000), now()
     FROM generate_series(1, 2000) n, generate_series(1, 10) k",
    "INSERT INTO reposts (user_id, post_id, created_at)
     SELECT pg_temp.cuid('u', 1 + n * 7 % 2000), pg_temp.cuid('p', n),
         now() - n * interval '1 second'
     FROM generate_series(1, 10000) n",
    "INSERT INTO post_search (post_id, author_id, created_at, words)
     SELECT id, author_id, created_at, format('''a'':1 ''w%s'':2', n % 700)::tsvector
     FROM (SELECT *, row_number() OVER () AS n FROM posts) p",
    "INSERT INTO trending_posts (post_id, heat, known_at)
     SELECT id, row_number() OVER (), 1 FROM posts",
    "INSERT INTO trending_hashtags (tag, heat, known_at)
     SELECT 'tag' || n, n, 1 FROM generate_series(1, 20000) n",
    "INSERT INTO bookmarks (user_id, post_id, created_at)
     SELECT pg_temp.cuid('u', 1 + n % 2000), pg_temp.cuid('p', n), now() - n * interval '1 second'
     FROM generate_series(1, 20000) n",
    "INSERT INTO user_search (user_id, names) SELECT id, '  ' || handle || '  user' FROM users",
    "INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at)
     SELECT pg_temp.cuid('s', n), pg_temp.cuid('u', 1 + n % 2000), now(), now(),
         now() + n * interval '1 minute'
     FROM generate_series(1, 20000) n",
    "INSERT INTO refresh_tokens (token_hash, session_id, created_at)
     SELECT sha256(n::text::bytea), pg_temp.cuid('s', n), now() FROM generate_series(1, 20000) n",
    "INSERT INTO events (position, id, type, aggregate_type, aggregate_id, aggregate_version,
         audience, actor_id, schema_version, payload, occurred_at)
     SELECT n, pg_temp.cuid('e', n), 't', 'post', pg_temp.cuid('p', n), 1, 'public',
         pg_temp.cuid('u', 1 + n % 2000), 1, '{}',
         date_trunc('day', now(), 'UTC') + n * interval '20 seconds'
     FROM generate_series(1, 20000) n",
];

/// What no plan says.
const TABLES: [&str; 12] = [
    "Seq Scan on users",
    "Seq Scan on posts",
    "Seq Scan on post_hashtags",
    "Seq Scan on comments",
    "Seq Scan on post_search",
    "Seq Scan on trending_posts",
    "Seq Scan on trending_hashtags",
    "Seq Scan on user_search",
    "Seq Scan on bookmarks",
    "Seq Scan on sessions",
    "Seq Scan on refresh_tokens",
    "Seq Scan on events_2",
];

/// The statements that read everything on purpose: the recounts of `thoughts check`, and the
/// looks before and after a seed; and the look whether there is any row at all.
fn reads_everything(query: &str) -> bool {
    [
        "stored %s",
        "nothing stands under",
        "count(c.id)",
        "count(p.id)",
        "count(r.id)",
        "under depth",
        "under a parent",
        "count(*) FROM follows f WHERE",
        "count(*) FROM post_likes l WHERE",
        "count(*) FROM comment_likes l WHERE",
        "count(*) FROM reposts r WHERE",
        "settled",
        "seeded!",
        "is_empty!",
        "NOT EXISTS (SELECT FROM users AS u WHERE u.id = p.author_id)",
        "INSERT INTO ended_sessions (session_id, ended_at) SELECT id, $1 FROM sessions\n",
        "DELETE FROM comments c WHERE c.deleted_at IS NOT NULL",
    ]
    .iter()
    .any(|mark| query.contains(mark))
}

/// The adapter's statements, as the macros keep them.
fn statements() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let files = fs::read_dir(folder).expect("the statements");
    let read = files.map(|file| {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text");
        let kept: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let query = kept["query"].as_str().expect("a query").to_owned();
        (
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            query,
        )
    });
    read.filter(|(_, query)| {
        let planned = !["SET ", "LOCK ", "TRUNCATE ", "ANALYZE ", "DO "]
            .iter()
            .any(|utility| query.starts_with(utility));
        planned && !reads_everything(query)
    })
    .collect()
}

async fn filled() -> (Database, PgConnection) {
    let database = Database::fresh().await;
    let mut connection = PgConnection::connect(&database.url())
        .await
        .expect("a connection");
    for sql in ROWS {
        sqlx::raw_sql(sql)
            .execute(&mut connection)
            .await
            .expect("rows");
    }
    for sql in [
        "VACUUM ANALYZE users, posts, post_hashtags, follows, reposts, post_search, user_search,
             trending_posts, trending_hashtags, bookmarks, comments, sessions, refresh_tokens,
             events, event_head",
        // As the adapter's own connections are set.
        "SET plan_cache_mode = force_generic_plan; SET jit = off; SET enable_memoize = off",
    ] {
        for part in sql.split("; ") {
            sqlx::raw_sql(AssertSqlSafe(part))
                .execute(&mut connection)
                .await
                .expect("a setting");
        }
    }
    (database, connection)
}

async fn plan(connection: &mut PgConnection, query: &str) -> String {
    let parameters = (1..20)
        .take_while(|n| query.contains(&format!("${n}")))
        .count();
    let nulls = vec!["NULL"; parameters].join(", ");
    let arguments = if parameters > 0 {
        format!("({nulls})")
    } else {
        String::new()
    };
    let explain = format!("PREPARE q AS {query}; EXPLAIN EXECUTE q{arguments}");
    let rows = sqlx::raw_sql(AssertSqlSafe(explain))
        .fetch_all(&mut *connection)
        .await;
    let rows = rows.unwrap_or_else(|error| panic!("{query}: {error}"));
    sqlx::raw_sql("DEALLOCATE q")
        .execute(connection)
        .await
        .expect("let go");
    let lines = rows
        .iter()
        .map(|row| row.try_get_unchecked::<String, _>(0).expect("a line"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What the planner thinks that a step costs, in pages read one after the other.
fn cost(step: &str) -> f64 {
    let figures = step.split_once("(cost=").map(|(_, figures)| figures);
    let total = figures.and_then(|figures| figures.split_once("..")?.1.split(' ').next());
    total.map_or(0.0, |total| total.parse().expect("a cost"))
}

#[tokio::test]
async fn no_statement_reads_a_whole_table() {
    let (_database, mut connection) = filled().await;
    let statements = statements();
    assert!(statements.len() > 80, "the statements were not found");
    let mut wrong = Vec::new();
    for (file, query) in &statements {
        let plan = plan(&mut connection, query).await;
        // What fits on a few pages, such as a day that has just begun, is read whole, and rightly
        // so.
        let mut steps = plan.lines().filter(|line| cost(line) > 10.0);
        if steps.any(|step| TABLES.iter().any(|table| step.contains(table))) {
            wrong.push(format!("{file}\n{query}\n{plan}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[tokio::test]
async fn a_page_is_one_walk_from_its_edge_without_a_sort() {
    let (_database, mut connection) = filled().await;
    let pages: Vec<_> = statements()
        .into_values()
        .filter(|query| {
            let keyset = query.contains("(p.created_at, p.id)")
                || query.contains("(c.created_at, c.id)")
                || query.contains("(u.created_at, u.id)");
            // One author's posts with one hashtag are few: fetching and sorting them is fine.
            // Home feeds have a test of their own.
            let is_home = query.contains("walked AS MATERIALIZED");
            keyset && query.contains("LIMIT $") && !query.contains("= ANY (p.hashtags)") && !is_home
        })
        .collect();
    // Two feeds, quotes, users, and three lists of comments, two ways each.
    assert_eq!(pages.len(), 14, "{pages:#?}");
    for query in pages {
        let plan = plan(&mut connection, &query).await;
        assert!(!plan.contains("Sort"), "{query}\n{plan}");
        assert!(
            plan.contains("Index Cond: (") && plan.contains("ROW("),
            "{query}\n{plan}"
        );
    }
}

#[tokio::test]
async fn what_is_looked_for_is_found_by_its_index() {
    let (_database, mut connection) = filled().await;
    for (mark, walk) in [
        (
            "FROM post_search s WHERE s.words @@",
            "Bitmap Index Scan on post_search_words",
        ),
        (
            "FROM post_search s WHERE s.author_id",
            "on post_search_of_author",
        ),
        (
            "FROM user_search s",
            "Bitmap Index Scan on user_search_names",
        ),
        (
            "WITH RECURSIVE found",
            "Index Only Scan using post_hashtags_pkey",
        ),
        (
            "SELECT b.post_id FROM bookmarks b WHERE",
            "Index Only Scan using bookmarks_newest",
        ),
        (
            "SELECT q.id FROM posts q WHERE q.id = m.id",
            "using posts_pkey on posts q",
        ),
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut found = statements().into_values();
        let query = found.find(|query| squeezed(query).contains(mark));
        let query = query.expect(mark);
        let plan = plan(&mut connection, &query).await;
        assert!(plan.contains(walk), "{query}\n{plan}");
    }
}

#[tokio::test]
async fn a_home_feed_walks_its_indexes_and_never_all_of_them() {
    let (_database, mut connection) = filled().await;
    let feeds = statements().into_values();
    let feeds: Vec<_> = feeds
        .filter(|query| query.contains("walked AS MATERIALIZED"))
        .collect();
    assert_eq!(feeds.len(), 2, "one way and the other");
    for query in feeds {
        let plan = plan(&mut connection, &query).await;
        for walk in [
            "using posts_newest_with_author on",
            "using reposts_newest_of_all on",
            "using posts_of_author on",
            "using reposts_of_user on",
            "Merge Append",
        ] {
            assert!(plan.contains(walk), "{walk}\n{plan}");
        }
        for table in ["users", "posts", "reposts", "follows"] {
            let whole = format!("Seq Scan on {table}");
            assert!(!plan.contains(&whole), "{whole}\n{plan}");
        }
        // What is not wanted is not begun: the walk for who follows few, the rest after a walk.
        assert!(plan.matches("One-Time Filter").count() >= 4, "{plan}");
    }
}

#[tokio::test]
async fn a_post_with_its_comments_is_looked_up_and_walked_without_a_sort() {
    let (_database, mut connection) = filled().await;
    let found = statements()
        .into_values()
        .find(|query| query.contains("is_comment!"));
    let query = found.expect("the statement");
    let plan = plan(&mut connection, &query).await;
    assert!(!plan.contains("Sort"), "{query}\n{plan}");
    for walk in ["using posts_pkey", "using comments_top_level"] {
        assert!(plan.contains(walk), "{query}\n{plan}");
    }
}
