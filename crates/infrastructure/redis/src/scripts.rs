//! What Redis does: GCRA in one script, so that no two replicas stand between reading and writing.
//!
//! A key holds the theoretical arrival time of the next request in microseconds of the server's
//! clock, and is gone once that time is past: then its quota is whole.

use std::time::Duration;

use redis::aio::ConnectionLike;
use redis::{FromRedisValue, ParsingError, RedisResult, Script, Value};
use thoughts_use_cases::limits::{Budget, Verdict};

const SPEND: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local arrival = tonumber(redis.call('GET', KEYS[1]) or now)
if arrival < now then arrival = now end
local ahead = arrival + interval - now
local most = interval * tonumber(ARGV[2])
if ahead > most then return {0, ahead - most} end
redis.call('SET', KEYS[1], string.format('%.0f', now + ahead), 'PX', math.ceil(ahead / 1000))
return {1, ahead}
";

const REFUND: &str = r"
local arrival = tonumber(redis.call('GET', KEYS[1]))
if not arrival then return 0 end
local time = redis.call('TIME')
local ahead = arrival - tonumber(ARGV[1]) - (time[1] * 1000000 + time[2])
if ahead <= 0 then return redis.call('DEL', KEYS[1]) end
redis.call('SET', KEYS[1], string.format('%.0f', arrival - tonumber(ARGV[1])), 'PX', math.ceil(ahead / 1000))
return 1
";

/// The scripts, each with its digest.
pub(crate) struct Scripts {
    spend: Script,
    refund: Script,
}

/// Whether it is granted, and the microseconds that belong to that.
struct Answer(u64, u64);

impl FromRedisValue for Answer {
    fn from_redis_value(value: Value) -> Result<Self, ParsingError> {
        let (granted, micros) = FromRedisValue::from_redis_value(value)?;
        Ok(Self(granted, micros))
    }
}

impl Scripts {
    pub(crate) fn new() -> Self {
        Self {
            spend: Script::new(SPEND),
            refund: Script::new(REFUND),
        }
    }

    pub(crate) async fn spend(
        &self,
        connection: &mut impl ConnectionLike,
        budget: &Budget,
        key: &str,
    ) -> RedisResult<Verdict> {
        let (quota, interval) = (budget.quota.max(1), micros(budget.interval()));
        let mut script = self.spend.key(key);
        let answer: RedisResult<Answer> = script
            .arg(interval)
            .arg(quota)
            .invoke_async(connection)
            .await;
        let Answer(granted, span) = answer?;
        let span_of = Duration::from_micros(span);
        Ok(if granted == 0 {
            Verdict::Refused {
                retry_after: span_of.max(Duration::from_micros(1)),
            }
        } else {
            let used = u32::try_from(span.div_ceil(interval)).unwrap_or(quota);
            Verdict::Granted {
                remaining: quota.saturating_sub(used),
                reset: span_of,
            }
        })
    }

    pub(crate) async fn refund(
        &self,
        connection: &mut impl ConnectionLike,
        budget: &Budget,
        key: &str,
    ) -> RedisResult<()> {
        let mut script = self.refund.key(key);
        let done: RedisResult<u64> = script
            .arg(micros(budget.interval()))
            .invoke_async(connection)
            .await;
        done.map(drop)
    }
}

/// A span in whole microseconds, which the numbers of Lua hold exactly.
fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX).max(1)
}
