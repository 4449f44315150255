//! An app that shows the codes of a second factor.

use thoughts_identity::SystemClock;
use thoughts_use_cases::system::Clock;
use totp_rs::Totp;

const STEP_SECONDS: i64 = 30;

/// An app, as another implementation has it: it knows no more than the content of the QR code.
pub struct App(Totp);

impl App {
    pub fn of(otpauth_url: &str) -> Self {
        Self(Totp::from_url(otpauth_url).expect("an otpauth url"))
    }

    /// The secret in base 32.
    pub fn secret(&self) -> String {
        self.0.secret().to_base32()
    }

    /// What it shows now, or so many steps from now. Each code works once, and none after a later
    /// one; the steps beside the present one count too, so nobody need wait for three of them.
    pub fn code(&self, steps: i64) -> String {
        let now = SystemClock::new().now().as_seconds() + steps * STEP_SECONDS;
        let seconds = u64::try_from(now).expect("after 1970");
        self.0.generate(seconds).to_string()
    }
}
