//! The page of problems, at `/docs/problems`.

use std::fmt::Write;

use super::PROBLEMS;

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width\">\n<title>Problems - Thoughts API</title>\n\
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}\
code{background:#8882;padding:0 .25em;border-radius:.2em}h2{margin-top:2rem}</style>\n</head>\n<body>\n\
<h1>Problems</h1>\n<p>Every error is an <code>application/problem+json</code> document (RFC 9457). \
Its <code>type</code> leads to an entry below; programs look at its <code>code</code>, which never \
changes. Quote its <code>requestId</code> when you ask for help.</p>\n";

/// The page, made from the catalogue.
pub(crate) fn problems_page() -> String {
    let mut page = HEAD.to_owned();
    for kind in PROBLEMS {
        let (code, status, title) = (kind.code, kind.status, kind.title);
        let explanation = marked_up(kind.explanation);
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "<section id=\"{code}\">\n<h2><code>{code}</code> {title}</h2>\n\
             <p>Status {status}. {explanation}</p>\n</section>\n"
        );
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// The catalogue's backquotes as HTML; its texts are ours and hold no markup.
fn marked_up(text: &str) -> String {
    text.split('`')
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 1 {
                format!("<code>{part}</code>")
            } else {
                part.to_owned()
            }
        })
        .collect()
}
