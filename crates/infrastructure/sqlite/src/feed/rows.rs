//! Rows of places in a feed.

use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::feed::{FeedPlace, RepostView};

use crate::snapshot::snapshot_row;

/// A place; who reposted is null where the author brought the post.
pub(super) struct PlaceRow {
    pub(super) epoch: String,
    pub(super) position: i64,
    pub(super) follows: bool,
    pub(super) id: Option<String>,
    pub(super) at: i64,
    pub(super) reposter_id: Option<String>,
    pub(super) handle: String,
    pub(super) display_name: String,
    pub(super) avatar_url: Option<String>,
}

snapshot_row!(PlaceRow);

impl PlaceRow {
    pub(super) fn place(self) -> Result<FeedPlace, Inconsistency> {
        let repost = match self.reposter_id {
            None => None,
            Some(id) => Some(RepostView {
                by: UserSummary {
                    id: UserId::from_storage(&id)?,
                    handle: self.handle,
                    display_name: self.display_name,
                    avatar_url: self.avatar_url,
                },
                at: Timestamp::from_micros(self.at),
            }),
        };
        Ok(FeedPlace {
            post: PostId::from_storage(&self.id.unwrap_or_default())?,
            repost,
        })
    }
}

/// A page of places for the reader `?1` from the edge `(?2, ?3)`, `?4` rows of it. `$lt` .. `$far`
/// say which way; docs/decisions/0030 says why there are two ways to find them.
///
/// - `walked`: everybody's newest posts and reposts, one after the other, of which those by sources
///   are kept. Good for who follows many, whose sources are seldom far between. It gives up after
///   10,000.
/// - Otherwise, and for who follows few, `posted`: of the newest post of each source (`heads`) only
///   those are opened that come before the last of the page; then `brought`, what the sources
///   have reposted within the same time.
///
/// What a moderator has hidden stands nowhere.
///
/// A repost counts where `$first` holds of `r`: its post's author is neither a source nor hidden, no
/// source reposted the post before, and who reposted it is there. Who did so before is looked for
/// among the 200 reposts just before it, and where there are more, source by source.
macro_rules! place_rows {
    (
        $pool:expr, $lt:literal, $le:literal, $ge:literal, $desc:literal, $far:literal,
        $($argument:expr),+
    ) => {
        $crate::feed::rows::place_rows!(
            @first $pool, $lt, $le, $ge, $desc, $far,
            "EXISTS (
                SELECT 1 FROM posts o WHERE o.id = r.post_id AND o.hidden_at IS NULL
                    AND o.author_id <> ?1
                    AND NOT EXISTS (SELECT 1 FROM follows f
                        WHERE f.follower_id = ?1 AND f.followed_id = o.author_id)
                    AND o.author_id NOT IN (SELECT user_id FROM hidden)
                    AND NOT CASE WHEN EXISTS (
                        SELECT 1 FROM (
                            SELECT e.user_id AS who FROM reposts e WHERE e.post_id = r.post_id
                                AND (e.created_at, e.user_id) < (r.at, r.who)
                            ORDER BY e.created_at DESC, e.user_id DESC LIMIT 200
                        ) earlier WHERE (earlier.who = ?1 OR EXISTS (SELECT 1 FROM follows f
                                WHERE f.follower_id = ?1 AND f.followed_id = earlier.who))
                            AND earlier.who NOT IN (SELECT user_id FROM hidden)
                            AND NOT EXISTS (SELECT 1 FROM users b
                                WHERE b.id = earlier.who AND b.deleted_at IS NOT NULL)
                    ) THEN TRUE WHEN (SELECT count(*) FROM (
                            SELECT 1 FROM reposts e WHERE e.post_id = r.post_id
                                AND (e.created_at, e.user_id) < (r.at, r.who) LIMIT 200
                        )) = 200 THEN EXISTS (
                        SELECT 1 FROM sources CROSS JOIN reposts e
                            ON e.user_id = sources.who AND e.post_id = r.post_id
                        WHERE (e.created_at, e.user_id) < (r.at, r.who) AND NOT EXISTS (
                            SELECT 1 FROM users b
                            WHERE b.id = e.user_id AND b.deleted_at IS NOT NULL)
                    ) ELSE FALSE END
            ) AND NOT EXISTS (SELECT 1 FROM users b
                WHERE b.id = r.who AND b.deleted_at IS NOT NULL)",
            $($argument),+
        )
    };
    (
        @first $pool:expr, $lt:literal, $le:literal, $ge:literal, $desc:literal, $far:literal,
        $first:literal, $($argument:expr),+
    ) => {
        sqlx::query_as!(
            $crate::feed::rows::PlaceRow,
            r#"WITH hidden AS MATERIALIZED (
                SELECT x.user_id FROM hidden_in_lists x WHERE x.viewer_id = ?1
            ), sources AS MATERIALIZED (
                SELECT ?1 AS who UNION ALL
                SELECT f.followed_id FROM follows f WHERE f.follower_id = ?1
                    AND f.followed_id NOT IN (SELECT user_id FROM hidden)
            ), walked AS MATERIALIZED (
                SELECT r.at, r.post_id, r.who, r.is_repost FROM (
                    SELECT p.created_at AS at, p.id AS post_id, p.author_id AS who, 0 AS is_repost
                    FROM posts p
                    WHERE p.hidden_at IS NULL AND (p.created_at, p.id) "# + $lt + " (?2, ?3)
                    UNION ALL
                    SELECT e.created_at, e.post_id, e.user_id, 1
                    FROM reposts e WHERE (e.created_at, e.post_id) " + $lt + " (?2, ?3)
                    ORDER BY at" + $desc + ", post_id" + $desc + " LIMIT 10000
                ) r WHERE (SELECT m.following_count FROM users m WHERE m.id = ?1) > 250
                    AND (r.who = ?1 OR EXISTS (SELECT 1 FROM follows f
                        WHERE f.follower_id = ?1 AND f.followed_id = r.who))
                    AND r.who NOT IN (SELECT user_id FROM hidden)
                    AND CASE WHEN r.is_repost THEN " + $first + " ELSE TRUE END
                LIMIT ?4
            ), heads AS MATERIALIZED (
                SELECT sources.who, p.created_at AS at, p.id AS post_id
                FROM sources CROSS JOIN posts p ON p.rowid = (
                    SELECT n.rowid FROM posts n
                    WHERE n.hidden_at IS NULL AND n.author_id = sources.who AND (n.created_at, n.id) " + $lt + " (?2, ?3)
                    ORDER BY n.created_at" + $desc + ", n.id" + $desc + " LIMIT 1)
                WHERE (SELECT count(*) FROM walked) < ?4
                ORDER BY at" + $desc + ", post_id" + $desc + " LIMIT ?4
            ), posted AS MATERIALIZED (
                SELECT p.created_at AS at, p.id AS post_id, heads.who
                FROM heads CROSS JOIN posts p ON p.rowid IN (
                    SELECT n.rowid FROM posts n
                    WHERE n.hidden_at IS NULL AND n.author_id = heads.who
                        AND (n.created_at, n.id) " + $le + " (heads.at, heads.post_id)
                        AND n.created_at " + $ge + " coalesce((SELECT at FROM heads
                            ORDER BY at" + $desc + " LIMIT 1 OFFSET ?4 - 1), " + $far + ")
                    ORDER BY n.created_at" + $desc + ", n.id" + $desc + " LIMIT ?4)
                ORDER BY at" + $desc + ", post_id" + $desc + " LIMIT ?4
            ), brought AS MATERIALIZED (
                SELECT k.created_at AS at, k.post_id, k.user_id AS who
                FROM sources CROSS JOIN reposts k ON k.user_id = sources.who AND k.post_id IN (
                    SELECT r.post_id FROM (
                        SELECT e.created_at AS at, e.post_id, e.user_id AS who FROM reposts e
                    ) r WHERE r.who = sources.who AND (r.at, r.post_id) " + $lt + " (?2, ?3)
                        AND r.at " + $ge + " coalesce((SELECT at FROM posted
                            ORDER BY at" + $desc + " LIMIT 1 OFFSET ?4 - 1), " + $far + ")
                        AND " + $first + "
                    ORDER BY r.at" + $desc + ", r.post_id" + $desc + " LIMIT ?4)
                WHERE (SELECT count(*) FROM walked) < ?4
            ), found AS MATERIALIZED (
                SELECT at, post_id, who, is_repost FROM walked
                WHERE (SELECT count(*) FROM walked) >= ?4
                UNION ALL SELECT at, post_id, who, is_repost FROM (
                    SELECT at, post_id, who, 0 AS is_repost FROM posted
                    UNION ALL SELECT at, post_id, who, 1 FROM brought
                    ORDER BY at" + $desc + ", post_id" + $desc + r#" LIMIT ?4)
            )
            SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64",
                FALSE AS "follows!: bool", found.post_id AS "id?: String",
                coalesce(found.at, 0) AS "at!: i64", u.id AS "reposter_id?: String",
                coalesce(u.handle, '') AS "handle!: String",
                coalesce(u.display_name, '') AS "display_name!: String",
                u.avatar_url AS "avatar_url?: String"
            FROM event_head h LEFT JOIN found ON TRUE
            LEFT JOIN users u ON found.is_repost AND u.id = found.who"#,
            $($argument),+
        )
        .fetch_all($pool)
        .await
        .map_err($crate::errors::failure)
        .and_then($crate::snapshot::Snapshot::of)
    };
}

pub(super) use place_rows;
