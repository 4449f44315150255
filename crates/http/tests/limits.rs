//! How often clients may ask.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use thoughts_testing::limits::{MemoryLimiter, only};
use thoughts_use_cases::limits::{LimiterState, budgets};

use crate::support::{Reply, World, operations, world, world_with};

/// A service behind a proxy at the address of tests, so that a header says who calls.
fn behind_a_proxy() -> World {
    world_with(|ports| ports.settings.trusted_proxies = vec!["127.0.0.1".parse().expect("one")])
}

async fn from(world: &World, address: &str) -> Reply {
    let call = world.get("/v1/posts").header("x-forwarded-for", address);
    call.send().await
}

#[tokio::test]
async fn what_no_shared_cache_keeps_says_what_is_left() {
    // The policy is worked out once, so the operator's budgets are there from the start.
    let world = world_with(|ports| {
        let limiter = MemoryLimiter::new(ports.clock.clone());
        limiter.tune(only(&budgets::REQUESTS_PER_USER, 100));
        ports.limiter = Arc::new(limiter);
    });
    let alice = world.user("alice").await;
    for left in [99, 98] {
        let reply = world.get("/v1/me").by(&alice).send().await.expect(200);
        let policy = reply.header("ratelimit-policy");
        assert_eq!(policy, Some("\"default\";q=100;w=3600"));
        let limit = reply.header("ratelimit").expect("a limit");
        let expected = format!("\"default\";r={left};t={}", (100 - left) * 36);
        assert_eq!(limit, expected);
    }
    for (path, status) in [
        ("/nowhere", 404),
        ("/v1/me", 401),
        ("/v1/posts?limit=x", 400),
    ] {
        let reply = world.get(path).send().await.expect(status);
        let policy = reply.header("ratelimit-policy");
        assert_eq!(policy, Some("\"default\";q=6000;w=60"), "{path}");
        assert!(reply.header("ratelimit").is_some(), "{path}");
    }
    let public = world.get("/v1/posts").send().await.expect(200);
    assert_eq!(public.header("ratelimit"), None);
    assert_eq!(public.header("ratelimit-policy"), None);
}

/// Every operation that may be answered without a cache says what is left, whoever asks and whatever
/// comes of it; what a shared cache may keep says nothing of anybody.
#[tokio::test]
async fn every_operation_says_what_is_left_unless_a_cache_may_keep_it() {
    let mut kept = 0;
    for operation in operations() {
        let world = world();
        let user = world.user("alice").await;
        let path = operation.path_for(&world, &user, "alice").await;
        let own = world.call(&operation.method, &path).by(&user).send().await;
        let anonymous = world.call(&operation.method, &path).send().await;
        for (who, reply) in [("signed in", own), ("anonymous", anonymous)] {
            let caching = reply.header("cache-control").expect("a policy");
            let is_kept = caching.starts_with("public");
            kept += usize::from(is_kept);
            for name in ["ratelimit", "ratelimit-policy"] {
                let told = reply.header(name).is_some();
                assert_eq!(told, !is_kept, "{operation} {who}: {caching}, {name}");
            }
            assert!(!is_kept || who == "anonymous", "{operation}: {caching}");
        }
    }
    assert!(kept > 10, "only {kept} may be kept");
}

#[tokio::test]
async fn beyond_the_quota_it_is_429_until_the_time_that_it_says() {
    let world = world();
    world.limiter.tune(only(&budgets::REQUESTS_PER_ADDRESS, 2));
    for _ in 0..2 {
        world.get("/v1/posts").send().await.expect(200);
    }
    let refused = world.get("/v1/posts").send().await;
    let refused = refused.problem(429, "rate_limited");
    let wait = refused.header("retry-after").expect("a time").to_owned();
    let limit = format!("\"default\";r=0;t={wait}");
    assert_eq!(refused.header("ratelimit"), Some(limit.as_str()));
    world
        .clock
        .advance(Duration::from_secs(wait.parse().expect("seconds")));
    world.get("/v1/posts").send().await.expect(200);
}

#[tokio::test]
async fn users_have_budgets_of_their_own_wherever_they_call_from() {
    let world = behind_a_proxy();
    let (alice, bob) = (world.user("alice").await, world.user("bob").await);
    world.limiter.tune(only(&budgets::REQUESTS_PER_USER, 2));
    let by = async |user, address: &str| {
        let call = world.get("/v1/me").by(user);
        call.header("x-forwarded-for", address)
            .send()
            .await
            .status
            .as_u16()
    };
    assert_eq!(by(&alice, "192.0.2.1").await, 200);
    assert_eq!(by(&alice, "192.0.2.2").await, 200);
    assert_eq!(by(&alice, "192.0.2.3").await, 429);
    assert_eq!(by(&bob, "192.0.2.3").await, 200);
    from(&world, "192.0.2.3").await.expect(200);
}

#[tokio::test]
async fn addresses_are_told_apart_and_nobody_names_himself_another() {
    let world = behind_a_proxy();
    world.limiter.tune(only(&budgets::REQUESTS_PER_ADDRESS, 1));
    from(&world, "192.0.2.1").await.expect(200);
    from(&world, "192.0.2.1").await.expect(429);
    // Only what the proxy itself has added counts.
    from(&world, "198.51.100.7, 192.0.2.1").await.expect(429);
    from(&world, "192.0.2.2").await.expect(200);
    from(&world, "2001:db8:1:2::1").await.expect(200);
    from(&world, "2001:db8:1:2:ffff::9").await.expect(429);
    from(&world, "2001:db8:1:3::1").await.expect(200);

    let world = crate::support::world();
    world.limiter.tune(only(&budgets::REQUESTS_PER_ADDRESS, 1));
    from(&world, "192.0.2.1").await.expect(200);
    from(&world, "192.0.2.2").await.expect(429);
}

#[tokio::test]
async fn a_token_that_is_not_good_spends_from_the_address() {
    let world = world();
    world.limiter.tune(only(&budgets::REQUESTS_PER_ADDRESS, 1));
    let call = world
        .get("/v1/me")
        .header("authorization", "Bearer made-up");
    call.send().await.problem(401, "invalid_token");
    let call = world.get("/v1/me").header("authorization", "Bearer other");
    // 429 comes before 401.
    call.send().await.problem(429, "rate_limited");
}

#[tokio::test]
async fn the_limit_comes_before_what_is_wrong_with_a_request() {
    let world = world();
    let alice = world.user("alice").await;
    world.limiter.tune(only(&budgets::WRITES, 1));
    let write = async |body: &str| {
        let call = world
            .call("POST", "/v1/posts")
            .by(&alice)
            .raw(body.to_owned());
        call.send().await
    };
    write("not JSON")
        .await
        .problem(415, "unsupported_media_type");
    write("not JSON").await.problem(429, "rate_limited");
    world.get("/v1/me").by(&alice).send().await.expect(200);
}

#[tokio::test]
async fn health_and_metrics_are_never_limited() {
    let render = || String::new();
    let world = world_with(|ports| ports.metrics = Some(Arc::new(render)));
    world.limiter.tune(only(&budgets::REQUESTS_PER_ADDRESS, 1));
    for _ in 0..3 {
        for path in ["/livez", "/readyz", "/healthcheck", "/metrics"] {
            let reply = world.get(path).send().await.expect(200);
            assert_eq!(reply.header("ratelimit"), None);
            world.call("HEAD", path).send().await.expect(200);
        }
    }
    world.get("/v1/posts").send().await.expect(200);
    world.get("/v1/posts").send().await.expect(429);
}

#[tokio::test]
async fn health_says_when_limits_are_not_shared() {
    let world = world();
    for (state, status) in [
        (LimiterState::Degraded, "warn"),
        (LimiterState::Shared, "pass"),
    ] {
        world.limiter.tell(state);
        let health = world.get("/healthcheck").send().await.expect(200);
        assert_eq!(health.text("/status"), status);
        assert_eq!(health.text("/checks/rateLimits:store/0/status"), status);
        world.get("/readyz").send().await.expect(200);
    }
}

#[tokio::test]
async fn registering_and_logging_in_have_stricter_budgets_by_address() {
    let world = behind_a_proxy();
    world.limiter.tune(only(&budgets::REGISTRATIONS, 1));
    world.limiter.tune(only(&budgets::LOGINS_PER_ADDRESS, 2));
    let ask = async |path: &str, address: &str| {
        let call = world
            .post(path, &json!({}))
            .header("x-forwarded-for", address);
        call.send().await.status.as_u16()
    };
    for (path, quota) in [("/v1/auth/register", 1), ("/v1/auth/login", 2)] {
        for _ in 0..quota {
            assert_eq!(ask(path, "192.0.2.1").await, 400);
        }
        assert_eq!(ask(path, "192.0.2.1").await, 429);
        assert_eq!(ask(path, "192.0.2.2").await, 400);
    }
    // The rest of the service is still there.
    from(&world, "192.0.2.1").await.expect(200);
}

#[tokio::test]
async fn a_storage_that_is_away_is_asked_once_for_a_request() {
    use thoughts_use_cases::accounts::{AuthenticateError, MockAuthenticate};
    use thoughts_use_cases::storage::StorageError;
    let mut authenticate = MockAuthenticate::new();
    authenticate.expect_execute().times(1).returning(|_| {
        let away = StorageError::Unavailable("away".into());
        Err(AuthenticateError::Storage(away))
    });
    let world = world_with(|ports| ports.authenticate = Arc::new(authenticate));
    let call = world.get("/v1/me").header("authorization", "Bearer x");
    call.send().await.problem(503, "unavailable");
}
