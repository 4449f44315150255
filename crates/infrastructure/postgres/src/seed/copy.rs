//! `COPY` in its binary form: no text to escape here, none to parse there.

use sqlx::postgres::PgConnection;
use thoughts_domain::time::Timestamp;

/// How many rows go over at once: `PostgreSQL` works on them while the next are written.
const PORTION: usize = 500;

/// Signature, flags and the length of an extension that is not there.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const END: [u8; 2] = (-1_i16).to_be_bytes();
const NULL: [u8; 4] = (-1_i32).to_be_bytes();

/// The type of the elements of `text[]`.
const TEXT: i32 = 25;

/// Moments are counted from the year 2000.
const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// A row on its way to a table: its columns, one after the other.
pub(super) struct Row<'a>(&'a mut Vec<u8>);

impl Row<'_> {
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.value(text.as_bytes())
    }

    pub(super) fn text_or_null(&mut self, text: Option<&str>) -> &mut Self {
        if let Some(text) = text {
            return self.text(text);
        }
        self.0.extend(NULL);
        self
    }

    /// A `text[]`.
    pub(super) fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> &mut Self {
        let mut array = Vec::new();
        let mut elements = 0_usize;
        for text in texts {
            Row(&mut array).text(text);
            elements += 1;
        }
        let dimensions = i32::from(elements > 0);
        let mut value: Vec<u8> = Vec::with_capacity(array.len() + 20);
        for number in [dimensions, 0, TEXT] {
            value.extend(number.to_be_bytes());
        }
        if elements > 0 {
            value.extend(length(elements));
            value.extend(1_i32.to_be_bytes());
            value.extend(array);
        }
        self.value(&value)
    }

    /// A `bigint`.
    pub(super) fn bigint(&mut self, number: u32) -> &mut Self {
        self.value(&i64::from(number).to_be_bytes())
    }

    /// An `integer`.
    pub(super) fn integer(&mut self, number: i32) -> &mut Self {
        self.value(&number.to_be_bytes())
    }

    /// A `smallint`.
    pub(super) fn smallint(&mut self, number: u8) -> &mut Self {
        self.value(&i16::from(number).to_be_bytes())
    }

    /// A `timestamptz`.
    pub(super) fn moment(&mut self, moment: Timestamp) -> &mut Self {
        let since = moment.as_micros().saturating_sub(EPOCH_MICROS);
        self.value(&since.to_be_bytes())
    }

    fn value(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(length(bytes.len()));
        self.0.extend(bytes);
        self
    }
}

fn length(bytes: usize) -> [u8; 4] {
    // Nothing here comes near two thousand million.
    i32::try_from(bytes).unwrap_or(i32::MAX).to_be_bytes()
}

/// Copies rows to where `statement` says, `write` the columns of each.
pub(super) async fn copy<T>(
    connection: &mut PgConnection,
    statement: &'static str,
    columns: u8,
    rows: &[T],
    write: impl Fn(&T, &mut Row<'_>),
) -> Result<(), sqlx::Error> {
    let mut copying = connection.copy_in_raw(statement).await?;
    let mut bytes = HEADER.to_vec();
    for portion in rows.chunks(PORTION) {
        for row in portion {
            bytes.extend(i16::from(columns).to_be_bytes());
            write(row, &mut Row(&mut bytes));
        }
        copying.send(&bytes[..]).await?;
        bytes.clear();
    }
    bytes.extend(END);
    copying.send(&bytes[..]).await?;
    copying.finish().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Row<'_>)) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut Row(&mut bytes));
        bytes
    }

    #[test]
    fn arrays_say_their_size_and_empty_ones_have_none() {
        let two = written(|row| {
            row.texts(["a", "bc"].into_iter());
        });
        let expected = [
            &[0, 0, 0, 31, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25][..],
            &[0, 0, 0, 2, 0, 0, 0, 1],
            &[0, 0, 0, 1, b'a', 0, 0, 0, 2, b'b', b'c'],
        ];
        assert_eq!(two, expected.concat());
        let none = written(|row| {
            row.texts(std::iter::empty());
        });
        assert_eq!(none, [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25]);
    }

    #[test]
    fn moments_count_from_the_year_2000() {
        let before = written(|row| {
            row.moment(Timestamp::from_micros(EPOCH_MICROS - 1));
        });
        assert_eq!(before, [&[0, 0, 0, 8][..], &[0xff; 8]].concat());
    }
}
