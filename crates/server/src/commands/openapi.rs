//! `thoughts openapi`

use poem::IntoResponse;
use poem::web::Yaml;

use super::output::line;
use crate::failure::Failure;

pub(super) async fn run(yaml: bool) -> Result<(), Failure> {
    let document = thoughts_http::openapi_document();
    if !yaml {
        return line(format_args!("{document:#}"));
    }
    let body = Yaml(document).into_response().into_body();
    let text = body.into_string().await.map_err(Failure::refused)?;
    line(text.trim_end())
}
