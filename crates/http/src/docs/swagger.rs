//! The page at `/docs`: Swagger UI, as poem-openapi brings it along.
//!
//! poem-openapi serves one page with everything inside, scripts too, and its own document. Here
//! its files are served one by one, so that the content security policy needs no inline script,
//! and they show the document at `/openapi.json`.

use poem_openapi::OpenApiService;

/// The files of Swagger UI.
pub(super) struct SwaggerUi {
    pub(super) style: String,
    pub(super) script: String,
}

pub(super) const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width\">\n<title>Thoughts API</title>\n\
<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/docs/swagger-ui.css\">\n</head>\n\
<body>\n<div id=\"ui\"></div>\n<script src=\"/docs/swagger-ui-bundle.js\"></script>\n\
<script src=\"/docs/start.js\"></script>\n</body>\n</html>\n";

pub(super) const START: &str =
    "SwaggerUIBundle({ dom_id: \"#ui\", url: \"/openapi.json\", deepLinking: true });\n";

impl SwaggerUi {
    /// Takes the files out of poem-openapi's page.
    pub(super) fn unpack() -> Self {
        let page = OpenApiService::new((), "", "").swagger_ui_html();
        let style = between(&page, "<style charset=\"UTF-8\">", "</style>\n    <script");
        let script = between(&page, "<script charset=\"UTF-8\">", "</script>\n</head>");
        Self {
            style: style.to_owned(),
            script: script.to_owned(),
        }
    }
}

fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let rest = page.split_once(start).map_or("", |(_, rest)| rest);
    rest.split_once(end).map_or("", |(part, _)| part)
}
