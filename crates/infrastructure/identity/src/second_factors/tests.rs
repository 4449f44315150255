use std::collections::HashSet;

use super::*;

const SEED: &[u8] = b"12345678901234567890";

fn user(text: &str) -> UserId {
    UserId::parse(text).expect("an id")
}

fn ada() -> UserId {
    user("tz4a98xxat96iws9zmbrgj3a")
}

fn secrets(present: u8, others: &[u8]) -> TotpSecrets {
    TotpSecrets::new(&Secrets::for_test(present, others))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(seconds * 1_000_000)
}

fn code(digits: &str) -> TotpCode {
    TotpCode::parse(digits).expect("a code")
}

/// The step of a code of the RFCs' secret.
fn step(digits: &str, seconds: i64) -> Option<u32> {
    let totp = totp(SEED.to_vec()).build().expect("a secret");
    step_of(&totp, &code(digits), at(seconds)).map(TimeStep::number)
}

/// RFC 6238, appendix B, cut to six digits.
#[test]
fn codes_are_those_of_rfc_6238() {
    for (seconds, digits) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        let expected = u32::try_from(seconds / 30).expect("a step");
        assert_eq!(step(digits, seconds), Some(expected), "{seconds}");
    }
}

/// RFC 4226, appendix D.
#[test]
fn codes_are_those_of_rfc_4226() {
    let digits = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for (number, digits) in (0..).zip(digits) {
        let seconds = i64::from(number) * 30;
        assert_eq!(step(digits, seconds), Some(number));
    }
}

#[test]
fn a_code_is_good_one_step_early_and_one_step_late() {
    // "287082" is of the seconds 30 to 59.
    for (seconds, good) in [(0, true), (29, true), (59, true), (89, true), (90, false)] {
        let expected = good.then_some(1);
        assert_eq!(step("287082", seconds), expected, "{seconds}");
    }
    // "969429" is of the seconds 90 to 119.
    assert_eq!(step("969429", 59), None);
    assert_eq!(step("969429", 60), Some(3));
    assert_eq!(step("000000", 59), None);
}

#[test]
fn the_url_is_what_apps_read() {
    let handle = Handle::parse("ada_l").expect("a handle");
    let ours = secrets(1, &[]);
    let fresh = ours.generate(ada(), &handle).expect("a secret");
    let secret = &fresh.base32;
    let alphabet = |c: char| matches!(c, 'A'..='Z' | '2'..='7');
    assert!(secret.len() == 32 && secret.chars().all(alphabet));
    let url = format!("otpauth://totp/Thoughts:ada_l?secret={secret}&issuer=Thoughts");
    assert_eq!(fresh.url, url);
    assert_eq!(format!("{fresh:?}"), "FreshSecret(***)");
    assert_eq!(format!("{:?}", fresh.sealed), "SealedSecret(***)");

    let read = Totp::from_url(&fresh.url).expect("a url");
    let digits = read.generate(1_700_000_000).to_string();
    let step = ours.step_of(ada(), &fresh.sealed, &code(&digits), at(1_700_000_000));
    assert_eq!(step, Ok(Some(TimeStep::new(1_700_000_000 / 30))));
}

#[test]
fn a_secret_is_its_users_and_survives_a_change_of_keys() {
    let handle = Handle::parse("ada").expect("a handle");
    let old = secrets(1, &[]);
    let fresh = old.generate(ada(), &handle).expect("a secret");
    let digits = Totp::from_url(&fresh.url).expect("a url").generate(90);
    let digits = code(&digits.to_string());
    let check = |secrets: &TotpSecrets, user, sealed: &SealedSecret| {
        secrets.step_of(user, sealed, &digits, at(90))
    };
    let right = Ok(Some(TimeStep::new(3)));
    let bob = user("pfh0haxfpzowht3oi213cqos");
    assert_eq!(check(&old, ada(), &fresh.sealed), right);
    assert_eq!(
        check(&old, bob, &fresh.sealed),
        Err(SecretError::Unreadable)
    );
    // The three steps of a rotation: announced, swapped, and after a resealing forgotten.
    let swapped = secrets(2, &[1]);
    let after = secrets(2, &[]);
    assert_eq!(check(&secrets(1, &[2]), ada(), &fresh.sealed), right);
    assert_eq!(check(&swapped, ada(), &fresh.sealed), right);
    assert_eq!(
        check(&after, ada(), &fresh.sealed),
        Err(SecretError::Unreadable)
    );
    let resealed = swapped.reseal(ada(), &fresh.sealed).expect("resealed");
    assert_eq!(resealed.key, after.present_key());
    assert_eq!(check(&after, ada(), &resealed), right);
}

#[test]
fn recovery_codes_differ_and_their_hashes_are_their_users() {
    let ours = secrets(1, &[]);
    let codes: HashSet<_> = (0..1_000).map(|_| ours.recovery_code()).collect();
    assert_eq!(codes.len(), 1_000);
    let code = codes.iter().next().expect("a code");
    let bob = user("pfh0haxfpzowht3oi213cqos");
    assert_ne!(ours.hash(ada(), code), ours.hash(bob, code));
    // The same under every key, for it is stored for years.
    assert_eq!(ours.hash(ada(), code), secrets(2, &[]).hash(ada(), code));
}
