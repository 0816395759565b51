//! `renexus ai check`: whether the model service of the settings works, and how well.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Subcommand;
use futures_util::StreamExt;
use renexus_actors::ports::model::{Form, Model, ModelError, Piece, Prompt, Voice};
use serde_json::json;

use super::{Source, block_on};
use crate::adapters::openai::OpenAiModel;
use crate::config::AssistantSettings;

/// Look after the model service.
#[derive(Debug, Subcommand)]
pub(super) enum Ai {
    /// Try the model service of the settings, and print what works.
    Check(Source),
}

impl Ai {
    pub(super) fn run(self) -> Result<ExitCode> {
        let Self::Check(source) = self;
        let settings = source.settings()?.assistant;
        if !settings.is_set_up() {
            bail!("assistant.url is empty: there is no model service to try");
        }
        let model = OpenAiModel::new(&settings)?;
        let works = block_on(check(&model, &settings))?;
        Ok(if works { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn prompt(text: &str) -> Prompt {
    Prompt { parts: vec![(Voice::Person, text.to_owned())] }
}

/// Tries everything that is set up, one after the other; whether all of it works.
async fn check(model: &OpenAiModel, settings: &AssistantSettings) -> bool {
    println!("service  {}", settings.url);
    let write = told("write", &settings.model, write(model).await);
    let form = told("form", settings.form_model(), form(model).await);
    let meaning = if settings.embedding_model.is_empty() {
        println!("meaning  off   assistant.embedding_model is empty: search goes by words");
        true
    } else {
        told("meaning", &settings.embedding_model, meaning(model).await)
    };
    write && form && meaning
}

/// Prints what came of a trial.
fn told(what: &str, model: &str, outcome: Result<String, ModelError>) -> bool {
    let (word, told) = match &outcome {
        Ok(told) => ("ok", told.clone()),
        Err(error) => ("fails", error.to_string()),
    };
    println!("{what:<8} {word:<5} {model}: {told}");
    outcome.is_ok()
}

fn millis(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

async fn write(model: &OpenAiModel) -> Result<String, ModelError> {
    let (began, mut first) = (Instant::now(), None);
    let mut answer = model.write(prompt("Answer with the single word: ready"));
    while let Some(piece) = answer.next().await {
        match piece? {
            Piece::Text(_) => first = first.or_else(|| Some(began.elapsed())),
            Piece::End(usage) => {
                let Some(first) = first else { break };
                let (first, whole) = (millis(first), millis(began.elapsed()));
                let tokens = usage.tokens();
                return Ok(format!(
                    "first words after {first}, all after {whole}, {tokens} tokens"
                ));
            }
        }
    }
    Err(ModelError::Broken("its answer is empty".into()))
}

async fn form(model: &OpenAiModel) -> Result<String, ModelError> {
    let began = Instant::now();
    let schema = json!({
        "type": "object",
        "properties": { "ready": { "type": "boolean" } },
        "required": ["ready"],
        "additionalProperties": false,
    });
    let form = Form { name: "readiness", schema };
    let asked = prompt("Fill the form: are you ready? Answer with JSON like {\"ready\": true}.");
    let (value, _) = model.fill(asked, form).await?;
    match value.get("ready") {
        Some(ready) if ready.is_boolean() => {
            Ok(format!("fills a form after {}", millis(began.elapsed())))
        }
        _ => Err(ModelError::Broken("it did not keep to the form".into())),
    }
}

async fn meaning(model: &OpenAiModel) -> Result<String, ModelError> {
    let began = Instant::now();
    let embedded = model.embed(vec!["ready".into(), "steady".into()]).await?;
    let dimensions = embedded.vectors.first().map_or(0, Vec::len);
    Ok(format!("{dimensions} dimensions after {}", millis(began.elapsed())))
}
