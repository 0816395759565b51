//! `renexus openapi`: prints the description of the REST API.

use std::process::ExitCode;

use actix_web::App;
use anyhow::Result;
use clap::Args;
use utoipa::OpenApi as _;
use utoipa_actix_web::AppExt;

use crate::http::openapi::{ApiDescription, complete};
use crate::routes;

/// Print the description of the REST API (OpenAPI, JSON), and nothing else.
#[derive(Debug, Args)]
pub(super) struct OpenApi {}

impl OpenApi {
    pub(super) fn run(self) -> Result<ExitCode> {
        let app = App::new().into_utoipa_app().openapi(ApiDescription::openapi());
        let (_, api) = app.configure(routes::described).split_for_parts();
        println!("{}", complete(api).to_pretty_json()?);
        Ok(ExitCode::SUCCESS)
    }
}
