//! Calling the service.

use std::net::SocketAddr;

use poem::http::uri::Scheme;
use poem::http::{Method, header};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Body, Endpoint};
use poem::{Request, RequestParts, Response};
use serde_json::{Value, json};
use thoughts_domain::accounts::Role;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::storage::Store;
use thoughts_use_cases::system::Clock;

use super::{Reply, World};

/// A call that is being put together.
#[must_use]
pub struct Call<'a> {
    world: &'a World,
    request: poem::RequestBuilder,
    body: Body,
}

/// Somebody who has signed in.
#[derive(Clone, Debug)]
pub struct User {
    pub id: String,
    pub token: String,
    pub refresh_token: String,
}

impl World {
    pub fn call(&self, method: &str, path: &str) -> Call<'_> {
        let method: Method = method.parse().expect("a method");
        Call {
            world: self,
            request: Request::builder().method(method).uri_str(path),
            body: Body::empty(),
        }
    }

    pub fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }

    pub fn post(&self, path: &str, body: &Value) -> Call<'_> {
        self.call("POST", path).json(body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Call<'_> {
        self.call("PATCH", path).json(body)
    }

    pub fn delete(&self, path: &str) -> Call<'_> {
        self.call("DELETE", path)
    }

    /// Opens an account.
    pub async fn user(&self, handle: &str) -> User {
        let body = registration(handle);
        let reply = self
            .post("/v1/auth/register", &body)
            .send()
            .await
            .expect(201);
        User {
            id: reply.text("/user/id"),
            token: reply.text("/accessToken"),
            refresh_token: reply.text("/refreshToken"),
        }
    }

    /// Publishes a post, and names it.
    pub async fn a_post(&self, user: &User, body: &str) -> String {
        let call = self.post("/v1/posts", &json!({"body": body})).by(user);
        call.send().await.expect(201).text("/id")
    }

    /// Publishes a post that quotes another, and names it.
    pub async fn a_quote(&self, user: &User, quoted: &str) -> String {
        let body = json!({"body": "see this", "quotedPostId": quoted});
        let call = self.post("/v1/posts", &body).by(user);
        call.send().await.expect(201).text("/id")
    }

    /// Adds a comment, and names it.
    pub async fn a_comment(&self, user: &User, post: &str, parent: Option<&str>) -> String {
        let path = format!("/v1/posts/{post}/comments");
        let body = json!({"body": "well said", "parentId": parent});
        self.post(&path, &body)
            .by(user)
            .send()
            .await
            .expect(201)
            .text("/id")
    }
}

impl World {
    /// Changes what somebody may do, as a command beside the server would.
    pub async fn change(
        &self,
        user: &User,
        change: impl FnOnce(&mut thoughts_domain::accounts::User),
    ) {
        let id = UserId::parse(&user.id).expect("an id");
        let mut work = self.storage.begin().await.expect("a unit of work");
        let locked = work.users().lock(id).await.expect("lock");
        let mut user = locked.expect("a user");
        change(&mut user);
        let written = work.users().update_standing(&user, self.clock.now()).await;
        written.expect("update");
        work.commit().await.expect("commit");
    }

    /// Suspends somebody.
    pub async fn suspend(&self, user: &User) {
        let now = self.clock.now();
        self.change(user, |user| {
            user.suspend(None, now);
        })
        .await;
    }
}

impl World {
    /// Gives somebody a role.
    pub async fn promote(&self, user: &User, role: Role) {
        self.change(user, |user| user.role = role).await;
    }
}

/// A request as a server gets it, from an address.
fn from_this_machine(request: Request, body: Body) -> Request {
    let (given, _) = request.into_parts();
    let (mut parts, ()) = poem::http::Request::new(()).into_parts();
    parts.method = given.method;
    parts.uri = given.uri;
    parts.headers = given.headers;
    let peer = RemoteAddr(SocketAddr::from(([127, 0, 0, 1], 50_000)).into());
    let parts = RequestParts::from((parts, LocalAddr::default(), peer, Scheme::HTTP));
    Request::from_parts(parts, body)
}

/// What a newcomer says.
pub fn registration(handle: &str) -> Value {
    json!({
        "handle": handle,
        "displayName": format!("{handle} itself"),
        "email": format!("{handle}@example.com"),
        "password": "correct horse",
    })
}

impl Call<'_> {
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = header::HeaderValue::from_bytes(value.as_ref()).expect("a header");
        self.request = self.request.header(name, value);
        self
    }

    pub fn by(self, user: &User) -> Self {
        let token = format!("Bearer {}", user.token);
        self.header("authorization", token)
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .raw(body.to_string())
    }

    pub fn raw(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// The beginning of the answer, while its body may still be on its way.
    pub async fn answer(self) -> Response {
        let request = from_this_machine(self.request.finish(), self.body);
        self.world.app.get_response(request).await
    }

    pub async fn send(self) -> Reply {
        let (parts, body) = self.answer().await.into_parts();
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.into_vec().await.expect("a body"),
        };
        reply.guarded()
    }
}
