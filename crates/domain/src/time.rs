//! A moment, to the microsecond, in UTC.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Datelike, Timelike};
use thiserror::Error;

/// A moment in UTC with microsecond precision, the finest that both storages keep, so that a
/// value read back equals the value written.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(i64);

/// The text is not an RFC 3339 time, or lies outside of the years 0000 to 9999.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("not an RFC 3339 time")]
pub struct TimestampError;

impl Timestamp {
    /// The earliest moment that RFC 3339 can write, 0000-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// The latest moment that RFC 3339 can write, 9999-12-31T23:59:59.999999Z.
    pub const MAX: Self = Self(253_402_300_799_999_999);

    /// Microseconds since 1970-01-01T00:00:00Z, held within [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        Self(micros.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Reads RFC 3339; digits beyond the microsecond are cut off.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| TimestampError)?;
        let micros = moment.timestamp_micros();
        if !(Self::MIN.0..=Self::MAX.0).contains(&micros) {
            return Err(TimestampError);
        }
        Ok(Self(micros))
    }

    /// The moment that lies `span` later, held at [`Self::MAX`].
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Self::from_micros(self.0.saturating_add(micros))
    }

    /// The moment that lies `span` earlier, held at [`Self::MIN`].
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Self::from_micros(self.0.saturating_sub(micros))
    }

    /// How long ago `earlier` was; zero when it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339, always six digits and `Z`. Every row that is shown holds one or two, and chrono's
    /// own way allocates and looks at what never changes here.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        let mut text = *b"0000-00-00T00:00:00.000000Z";
        write_digits(&mut text[..4], moment.year().unsigned_abs());
        write_digits(&mut text[5..7], moment.month());
        write_digits(&mut text[8..10], moment.day());
        write_digits(&mut text[11..13], moment.hour());
        write_digits(&mut text[14..16], moment.minute());
        write_digits(&mut text[17..19], moment.second());
        write_digits(&mut text[20..26], moment.timestamp_subsec_micros());
        f.write_str(str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// Fills `places` with the last digits of a number.
fn write_digits(places: &mut [u8], mut number: u32) {
    for place in places.iter_mut().rev() {
        *place = b"0123456789"[(number % 10) as usize];
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn writes_six_digits_and_z() {
        assert_eq!(
            Timestamp::from_micros(1_000_000).to_string(),
            "1970-01-01T00:00:01.000000Z"
        );
    }

    #[test]
    fn refuses_what_is_not_a_time() {
        for text in ["", "yesterday", "2026-02-30T00:00:00Z", "2026-01-01"] {
            assert_eq!(Timestamp::parse(text), Err(TimestampError), "{text}");
        }
    }

    #[test]
    fn an_offset_is_turned_into_utc() {
        let parsed = Timestamp::parse("2026-01-01T02:00:00.1234567+02:00");
        assert_eq!(
            parsed.map(|t| t.to_string()),
            Ok("2026-01-01T00:00:00.123456Z".to_owned())
        );
    }

    proptest! {
        #[test]
        fn it_is_written_as_chrono_writes_it(micros in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let moment = DateTime::from_timestamp_micros(micros).expect("a moment");
            let text = moment.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
            prop_assert_eq!(Timestamp(micros).to_string(), text);
        }

        #[test]
        fn what_is_written_reads_back(micros in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let moment = Timestamp::from_micros(micros);
            prop_assert_eq!(Timestamp::parse(&moment.to_string()), Ok(moment));
        }
    }
}
