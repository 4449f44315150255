//! The trace that a client belongs to (W3C Trace Context, 3.2).

use poem::Request;
use thoughts_use_cases::events::TraceParent;

/// The `traceparent`, when it follows the format; several, or a broken one, count as none.
pub(super) fn accept(request: &Request) -> TraceParent {
    let mut headers = request.headers().get_all("traceparent").iter();
    let only = match (headers.next(), headers.next()) {
        (Some(only), None) => only.to_str().ok(),
        _ => None,
    };
    TraceParent(only.filter(|text| is_valid(text)).map(str::to_owned))
}

/// `00-<32 hex digits>-<16 hex digits>-<2 hex digits>`, in lower case, neither id all zeros. A
/// later version may go on after that.
fn is_valid(text: &str) -> bool {
    let mut parts = text.splitn(5, '-');
    let mut part = || parts.next().unwrap_or_default();
    let (version, trace, span, flags) = (part(), part(), part(), part());
    let hex = |part: &str, length: usize| {
        part.len() == length
            && part
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let named = |part: &str| part.bytes().any(|b| b != b'0');
    let rest = parts.next();
    hex(version, 2)
        && version != "ff"
        && hex(trace, 32)
        && named(trace)
        && hex(span, 16)
        && named(span)
        && hex(flags, 2)
        && (rest.is_none() || version != "00")
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn the_format_is_checked() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert!(is_valid(good));
        assert!(is_valid(&format!("01{}-what-comes", &good[2..])));
        assert!(!is_valid(&format!("{good}-more")));
        assert!(!is_valid(&format!("ff{}", &good[2..])));
        assert!(!is_valid(&good.to_uppercase()));
        assert!(!is_valid(
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01"
        ));
        assert!(!is_valid(
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
        ));
        assert!(!is_valid(""));
    }
}
