//! What must hold of anything that comes in. Each check takes any bytes and panics when it is broken.

use std::str::from_utf8;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer;
use thoughts_domain::accounts::{AvatarUrl, Bio, DisplayName, Email, Handle, Password};
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::Cuid;
use thoughts_domain::posts::PostBody;
use thoughts_domain::text::{EntityKind, entities};
use thoughts_domain::time::Timestamp;
use thoughts_http::fuzzing::{open_cursor, seal_cursor};
use thoughts_identity::keys::{KeyRing, SecretLabel, SigningKey};
use thoughts_identity::{HmacAuthenticator, JwtAccessTokens};
use thoughts_oidc::Issuer;
use thoughts_use_cases::accounts::AccessTokens;

/// The private key of RFC 8037, known to everybody.
const KEY: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
/// The list whose cursors are opened.
const LIST: &str = "/v1/posts";
/// 2026-01-02T03:04:05Z.
const NOW: i64 = 1_767_323_045;

static KEYS: LazyLock<KeyRing> = LazyLock::new(|| {
    let key = SigningKey::parse(KEY).expect("a key");
    KeyRing::of(key)
});
static CURSORS: LazyLock<HmacAuthenticator> = LazyLock::new(|| {
    let secrets = KEYS.derive(SecretLabel::CursorMac).expect("secrets");
    HmacAuthenticator::new(&secrets)
});
static TOKENS: LazyLock<JwtAccessTokens> =
    LazyLock::new(|| JwtAccessTokens::new(&KEYS).expect("tokens"));

/// Cursors. Nobody can make one up; what stands under a genuine tag is either refused or leads to one
/// place, the same when it is written again.
pub fn cursor(data: &[u8]) {
    if let Ok(text) = from_utf8(data) {
        assert!(
            open_cursor(&*CURSORS, LIST, None, text).is_empty(),
            "a forged cursor"
        );
    }
    let sealed = seal_cursor(&*CURSORS, LIST, data);
    assert!(
        open_cursor(&*CURSORS, "/v1/users", None, &sealed).is_empty(),
        "a cursor of another list"
    );
    for place in open_cursor(&*CURSORS, LIST, None, &sealed) {
        let again = open_cursor(&*CURSORS, LIST, None, &place);
        assert!(again.iter().all(|again| *again == place) && !again.is_empty());
    }
}

/// Texts that people write.
pub fn text(data: &[u8]) {
    let Ok(raw) = from_utf8(data) else { return };
    macro_rules! settled {
        ($($kind:ty: $controls:expr),*) => {
            $(if let Ok(text) = <$kind>::parse(raw) {
                let once = text.as_str();
                assert_eq!(<$kind>::parse(once).as_ref(), Ok(&text), "cleaned twice");
                let controls = once.chars().filter(|c| c.is_control());
                assert!(controls.clone().all(|c| $controls && c == '\n'));
                assert!(once.len() <= <$kind>::MAX * 16);
            })*
        };
    }
    settled!(PostBody: true, CommentBody: true, Bio: true, DisplayName: false);
    if let Ok(body) = PostBody::parse(raw) {
        named(body.as_str());
    }
    named(raw);
    if let Ok(handle) = Handle::parse(raw) {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        assert!((3..=30).contains(&handle.as_str().len()) && handle.as_str().bytes().all(plain));
        assert!(handle.as_str().eq_ignore_ascii_case(raw));
    }
    if let Ok(email) = Email::parse(raw) {
        let address = email.as_str();
        assert_eq!(Email::parse(address), Ok(email.clone()));
        assert!(address.is_ascii() && address.matches('@').count() == 1);
        assert!(!address.contains(|c: char| c.is_whitespace() || c.is_control() || c == '<'));
    }
    let _ = Password::parse(raw);
    if let Ok(id) = Cuid::parse(raw) {
        assert_eq!(id.as_str(), raw);
    }
    if let Ok(moment) = Timestamp::parse(raw) {
        assert_eq!(Timestamp::parse(&moment.to_string()), Ok(moment));
    }
}

/// Hashtags, mentions and links: in order, on boundaries, none within another, each of its own kind.
fn named(text: &str) {
    let mut from = 0;
    for entity in entities(text) {
        let range = entity.range;
        assert!(from <= range.start && range.start < range.end);
        from = range.end;
        let written = text.get(range).expect("on boundaries");
        match entity.kind {
            EntityKind::Hashtag(tag) => {
                assert!(!tag.is_empty() && !tag.contains(['#', ' ', '/']), "{tag}");
            }
            EntityKind::Mention(handle) => assert!(Handle::parse(&handle).is_ok(), "{handle}"),
            EntityKind::Link(link) => assert_eq!(link, written),
        }
    }
}

/// Access tokens. Nobody can make one up; under a genuine signature nothing counts that we would not
/// have written, and nothing past its time.
pub fn token(data: &[u8]) {
    let now = Timestamp::from_micros(NOW * 1_000_000);
    if let Ok(text) = from_utf8(data) {
        assert!(TOKENS.verify(text, now).is_err(), "a forged token");
    }
    let split = data.iter().position(|byte| *byte == b'\n');
    let (header, claims) = split.map_or((&b""[..], data), |at| (&data[..at], &data[at + 1..]));
    let ours = format!(
        r#"{{"typ":"at+jwt","alg":"EdDSA","kid":"{}"}}"#,
        KEYS.signing.public().id()
    );
    for header in [header, ours.as_bytes()] {
        let signed = signed(header, claims);
        if let Ok(known) = TOKENS.verify(&signed, now) {
            let claims: serde_json::Value = serde_json::from_slice(claims).expect("JSON");
            assert_eq!(claims["iss"], "thoughts");
            assert_eq!(claims["sub"], known.user_id.as_str());
            assert_eq!(claims["sid"], known.session_id.as_str());
            assert!(claims["exp"].as_i64().is_some_and(|end| end > NOW));
            assert!(claims["nbf"].as_i64().is_some_and(|begin| begin <= NOW + 5));
        }
        // One bit less of the signature, and it is nobody's.
        let mut spoilt = signed.into_bytes();
        let last = spoilt.len() - 10;
        spoilt[last] = if spoilt[last] == b'A' { b'B' } else { b'A' };
        let spoilt = String::from_utf8(spoilt).expect("ASCII");
        assert!(TOKENS.verify(&spoilt, now).is_err(), "a spoilt signature");
    }
}

fn signed(header: &[u8], claims: &[u8]) -> String {
    let message = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(claims)
    );
    let key: [u8; 32] = URL_SAFE_NO_PAD
        .decode(KEY)
        .expect("base64")
        .try_into()
        .expect("32 bytes");
    let signature = ed25519_dalek::SigningKey::from_bytes(&key).sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

/// Addresses of pictures and of outside providers.
pub fn url(data: &[u8]) {
    let Ok(raw) = from_utf8(data) else { return };
    if let Ok(avatar) = AvatarUrl::parse(raw) {
        let text = avatar.as_str();
        assert_eq!(AvatarUrl::parse(text), Ok(avatar.clone()));
        assert!(text.len() <= 2_048 && text.bytes().all(|b| b.is_ascii_graphic()));
        assert!(!text.contains(['"', '<', '>', '\\']), "{text}");
        // A browser that reads it goes where it says, by http or https, and tells nobody a password.
        match url::Url::parse(text) {
            Ok(read) => {
                assert!(
                    matches!(read.scheme(), "http" | "https") && read.has_host(),
                    "{text}"
                );
                assert!(
                    read.username().is_empty() && read.password().is_none(),
                    "{text}"
                );
            }
            // Or goes nowhere: a label such as `xn--r` stands for no name (RFC 5891).
            Err(url::ParseError::IdnaError) => {}
            Err(error) => panic!("{text}: {error}"),
        }
    }
    if let Ok(issuer) = raw.parse::<Issuer>() {
        assert_eq!(issuer.as_str(), raw);
        let discovery = url::Url::parse(&issuer.discovery_url()).expect("a URL");
        let written = url::Url::parse(raw).expect("a URL");
        assert_eq!(discovery.host_str(), written.host_str());
        assert!(discovery.query().is_none() && discovery.fragment().is_none());
    }
}
