//! Rows of places in a feed.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::PostId;
use thoughts_use_cases::feed::{FeedPlace, RepostView};

use crate::accounts::summary;
use crate::convert::{moment, present};

/// A place beside the head of the log; all but the head is null when there is none, and who
/// reposted is null where the author brought the post.
pub(super) struct PlaceRow {
    pub(super) position: i64,
    pub(super) epoch: String,
    pub(super) post_id: Option<String>,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) reposter_id: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) avatar_url: Option<String>,
}

impl PlaceRow {
    pub(super) fn place(self) -> Result<Option<FeedPlace>, Inconsistency> {
        let Some(post) = self.post_id else {
            return Ok(None);
        };
        let repost = match self.reposter_id {
            None => None,
            Some(id) => Some(RepostView {
                by: summary(
                    &id,
                    present(self.handle, "users.handle")?,
                    present(self.display_name, "users.display_name")?,
                    self.avatar_url,
                )?,
                at: moment(present(self.at, "reposts.created_at")?),
            }),
        };
        Ok(Some(FeedPlace {
            post: PostId::from_storage(&post)?,
            repost,
        }))
    }
}

/// A page of places for the reader `$1` from the edge `($2, $3)`, `$4` rows of it. `$lt` .. `$far`
/// say which way; docs/decisions/0030 says why there are two ways to find them.
///
/// - `walked`: everybody's newest posts and reposts, one after the other, of which those by sources
///   are kept. Good for who follows many, whose sources are seldom far between; of those who follow
///   very many each row is looked up rather than all whom they follow. It gives up after five for
///   each whom he follows, by when the other way has become cheaper, and after 10,000.
/// - Otherwise, and for who follows few, `posted`: of the newest post of each source (`heads`) only
///   those are opened that come before the last of the page; then `brought`, what the sources
///   have reposted within the same time.
///
/// What a moderator has hidden stands nowhere.
///
/// A repost counts where `$first` holds of `r`: its post's author is neither a source nor hidden, no
/// source reposted the post before, and who reposted it is there. Who did so before is looked for
/// first, which tells most rows of a post that everybody reposts: among the 1,000 reposts just before
/// it, and where there are more, source by source, as the first row in the order of the primary key,
/// or the planner might read all reposts of the post for each.
/// Looks at single rows stand behind `OFFSET 0`, so that none becomes a join over everything.
macro_rules! place_rows {
    (
        $lt:literal, $le:literal, $ge:literal, $desc:literal, $far:literal,
        $($argument:expr),*
    ) => {
        $crate::feed::rows::place_rows!(
            @first $lt, $le, $ge, $desc, $far,
            "CASE WHEN EXISTS (
                SELECT FROM (
                    SELECT e.user_id AS who FROM reposts e WHERE e.post_id = r.post_id
                        AND (e.created_at, e.user_id) < (r.at, r.who)
                    ORDER BY e.created_at DESC, e.user_id DESC LIMIT 1000
                ) e WHERE CASE WHEN (
                        SELECT m.following_count FROM users m WHERE m.id = $1
                    ) > 4000 THEN (e.who = $1 OR EXISTS (SELECT FROM follows f
                            WHERE f.follower_id = $1 AND f.followed_id = e.who OFFSET 0))
                        AND e.who NOT IN (SELECT x.user_id FROM hidden x)
                    ELSE e.who IN (SELECT s.who FROM sources s) END
                    AND EXISTS (SELECT FROM users b
                        WHERE b.id = e.who AND b.deleted_at IS NULL OFFSET 0)
                OFFSET 0
            ) OR NOT EXISTS (
                SELECT FROM posts o WHERE o.id = r.post_id AND o.hidden_at IS NULL
                    AND o.author_id <> $1
                    AND NOT EXISTS (SELECT FROM follows f
                        WHERE f.follower_id = $1 AND f.followed_id = o.author_id OFFSET 0)
                    AND o.author_id NOT IN (SELECT x.user_id FROM hidden x) OFFSET 0
            ) OR NOT EXISTS (
                SELECT FROM users b WHERE b.id = r.who AND b.deleted_at IS NULL OFFSET 0
            ) THEN false WHEN (
                SELECT count(*) FROM (
                    SELECT FROM reposts e WHERE e.post_id = r.post_id
                        AND (e.created_at, e.user_id) < (r.at, r.who) LIMIT 1000) e
            ) < 1000 THEN true ELSE NOT EXISTS (
                SELECT FROM sources s CROSS JOIN LATERAL (
                    SELECT e.user_id, e.post_id, e.created_at FROM reposts e
                    WHERE (e.user_id, e.post_id) >= (s.who, r.post_id)
                    ORDER BY e.user_id, e.post_id LIMIT 1
                ) e WHERE e.user_id = s.who AND e.post_id = r.post_id
                    AND (e.created_at, e.user_id) < (r.at, r.who)
                    AND EXISTS (SELECT FROM users b
                        WHERE b.id = s.who AND b.deleted_at IS NULL OFFSET 0)
                OFFSET 0
            ) END",
            $($argument),*
        )
    };
    (
        @first $lt:literal, $le:literal, $ge:literal, $desc:literal, $far:literal, $first:literal,
        $($argument:expr),*
    ) => {
        sqlx::query_as!(
            $crate::feed::rows::PlaceRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!", k.post_id AS "post_id?",
                   k.at AS "at?", b.id AS "reposter_id?", b.handle AS "handle?",
                   b.display_name AS "display_name?", b.avatar_url AS "avatar_url?"
               FROM event_head h LEFT JOIN (
                   WITH hidden AS MATERIALIZED (
                       SELECT x.user_id FROM hidden_in_lists x WHERE x.viewer_id = $1
                   ), sources AS MATERIALIZED (
                       SELECT $1::text AS who UNION ALL
                       SELECT f.followed_id FROM follows f WHERE f.follower_id = $1
                           AND f.followed_id NOT IN (SELECT x.user_id FROM hidden x)
                   ), walked AS MATERIALIZED (
                       SELECT r.at, r.post_id, r.who, r.is_repost FROM (SELECT q.* FROM (
                           (SELECT p.created_at AS at, p.id AS post_id, p.author_id AS who,
                                false AS is_repost
                            FROM posts p
                            WHERE p.hidden_at IS NULL AND (p.created_at, p.id) "# + $lt + " ($2, $3)
                            ORDER BY p.created_at" + $desc + ", p.id" + $desc + " LIMIT 10000)
                           UNION ALL
                           (SELECT e.created_at, e.post_id, e.user_id, true
                            FROM reposts e WHERE (e.created_at, e.post_id) " + $lt + " ($2, $3)
                            ORDER BY e.created_at" + $desc + ", e.post_id" + $desc + " LIMIT 10000)
                           ORDER BY at" + $desc + ", post_id" + $desc + " LIMIT 10000
                       ) q LIMIT (SELECT 5 * m.following_count FROM users m WHERE m.id = $1)
                       ) r WHERE (SELECT m.following_count FROM users m WHERE m.id = $1) > 250
                           AND (r.who = $1 OR CASE WHEN (
                               SELECT m.following_count FROM users m WHERE m.id = $1
                           ) > 4000 THEN EXISTS (SELECT FROM follows f WHERE f.follower_id = $1
                               AND f.followed_id = r.who OFFSET 0)
                           ELSE r.who IN (
                               SELECT f.followed_id FROM follows f WHERE f.follower_id = $1) END)
                           AND r.who NOT IN (SELECT x.user_id FROM hidden x)
                           AND CASE WHEN r.is_repost THEN " + $first + " ELSE true END
                       LIMIT $4
                   ), heads AS MATERIALIZED (
                       SELECT s.who, n.at, n.post_id FROM sources s CROSS JOIN LATERAL (
                           SELECT p.created_at AS at, p.id AS post_id FROM posts p
                           WHERE p.hidden_at IS NULL AND p.author_id = s.who AND (p.created_at, p.id) " + $lt + " ($2, $3)
                           ORDER BY p.created_at" + $desc + ", p.id" + $desc + " LIMIT 1
                       ) n WHERE (SELECT count(*) FROM walked) < $4
                       ORDER BY n.at" + $desc + ", n.post_id" + $desc + " LIMIT $4
                   ), posted AS MATERIALIZED (
                       SELECT n.at, n.post_id, t.who FROM heads t CROSS JOIN LATERAL (
                           SELECT p.created_at AS at, p.id AS post_id FROM posts p
                           WHERE p.hidden_at IS NULL AND p.author_id = t.who
                               AND (p.created_at, p.id) " + $le + " (t.at, t.post_id)
                               AND p.created_at " + $ge + " coalesce((SELECT l.at FROM heads l
                                   ORDER BY l.at" + $desc + " OFFSET $4 - 1 LIMIT 1), " + $far + ")
                           ORDER BY p.created_at" + $desc + ", p.id" + $desc + " LIMIT $4
                       ) n ORDER BY n.at" + $desc + ", n.post_id" + $desc + " LIMIT $4
                   ), brought AS (
                       SELECT n.at, n.post_id, s.who FROM sources s CROSS JOIN LATERAL (
                           SELECT r.at, r.post_id FROM (
                               SELECT e.created_at AS at, e.post_id, e.user_id AS who FROM reposts e
                           ) r WHERE r.who = s.who AND (r.at, r.post_id) " + $lt + " ($2, $3)
                               AND r.at " + $ge + " coalesce((SELECT l.at FROM posted l
                                   ORDER BY l.at" + $desc + " OFFSET $4 - 1 LIMIT 1), " + $far + ")
                               AND " + $first + "
                           ORDER BY r.at" + $desc + ", r.post_id" + $desc + " LIMIT $4
                       ) n WHERE (SELECT count(*) FROM walked) < $4
                   )
                   SELECT w.at, w.post_id, w.who, w.is_repost FROM walked w
                   WHERE (SELECT count(*) FROM walked) >= $4
                   UNION ALL (
                       SELECT p.at, p.post_id, p.who, false AS is_repost FROM posted p
                       UNION ALL SELECT b.at, b.post_id, b.who, true FROM brought b
                       ORDER BY at" + $desc + ", post_id" + $desc + " LIMIT $4
                   )
               ) k ON true LEFT JOIN LATERAL (
                   SELECT u.id, u.handle, u.display_name, u.avatar_url FROM users u
                   WHERE k.is_repost AND u.id = k.who OFFSET 0
               ) b ON true",
            $($argument),*
        )
    };
}

pub(super) use place_rows;
