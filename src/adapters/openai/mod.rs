//! Models behind an HTTP API as OpenAI made it: hosted services, Ollama, vLLM, llama.cpp.

mod asking;
mod events;
mod failures;
mod shapes;

use std::time::Instant;

use futures_util::stream::{self, BoxStream, StreamExt};
use renexus_actors::ports::model::{
    Embedded, Form, Model, ModelError, ModelFuture, Piece, Prompt, Usage,
};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde_json::Value;
use thiserror::Error;

use self::asking::Asking;
use crate::config::AssistantSettings;

/// Why there is no way to the service.
#[derive(Debug, Error)]
pub enum NoModel {
    /// The address cannot be used.
    #[error("assistant.url: {0}")]
    Address(String),
    /// The key cannot stand in a header.
    #[error("assistant.key: it has characters that no key has")]
    Key,
    /// The client cannot be made.
    #[error("the model service cannot be reached: {0}")]
    Client(#[from] reqwest::Error),
}

/// Models of one service.
#[derive(Clone, Debug)]
pub struct OpenAiModel {
    asking: Asking,
    settings: AssistantSettings,
}

impl OpenAiModel {
    /// The service of the settings.
    pub fn new(settings: &AssistantSettings) -> Result<Self, NoModel> {
        let base = format!("{}/", settings.url.trim_end_matches('/'));
        let base = Url::parse(&base).map_err(|error| NoModel::Address(error.to_string()))?;
        let mut headers = HeaderMap::new();
        if !settings.key.is_empty() {
            let bearer = format!("Bearer {}", settings.key);
            let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| NoModel::Key)?;
            bearer.set_sensitive(true);
            headers.insert(AUTHORIZATION, bearer);
        }
        let client = Client::builder()
            .default_headers(headers)
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(settings.silence())
            .user_agent(concat!("renexus/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            asking: Asking { client, base, key: settings.key.clone() },
            settings: settings.clone(),
        })
    }
}

impl Model for OpenAiModel {
    fn write(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let body = shapes::chat(&self.settings.model, &prompt);
        let (asking, settings) = (self.asking.clone(), self.settings.clone());
        let until = Instant::now() + settings.answer();
        let asked = shapes::bytes(&prompt);
        let begun = async move {
            let response = asking.begin("chat/completions", &body, settings.silence()).await?;
            Ok(events::Answer::new(response, &settings, until, asked))
        };
        // Whatever is wrong at the beginning is the first and last piece.
        stream::once(begun)
            .flat_map(|begun| match begun {
                Ok(answer) => stream::unfold(Some(answer), events::next).boxed(),
                Err(error) => stream::once(async { Err(error) }).boxed(),
            })
            .boxed()
    }

    fn fill(&self, prompt: Prompt, form: Form) -> ModelFuture<(Value, Usage)> {
        let body = shapes::form(self.settings.form_model(), &prompt, &form);
        let (asking, settings) = (self.asking.clone(), self.settings.clone());
        let asked = shapes::bytes(&prompt);
        Box::pin(async move {
            let most = settings.answer_bytes;
            let answer = asking.whole("chat/completions", &body, (settings.answer(), most)).await?;
            shapes::filled(&answer, asked)
        })
    }

    fn embed(&self, texts: Vec<String>) -> ModelFuture<Embedded> {
        let (asking, settings) = (self.asking.clone(), self.settings.clone());
        Box::pin(async move {
            if settings.embedding_model.is_empty() {
                return Err(ModelError::Refused("assistant.embedding_model is not set".into()));
            }
            let body = shapes::embedding(&settings.embedding_model, &texts);
            let most = shapes::EMBEDDING_BYTES * texts.len().max(1);
            let answer = asking.whole("embeddings", &body, (settings.answer(), most)).await?;
            shapes::embedded(&answer, &texts)
        })
    }

    fn name(&self) -> &str {
        &self.settings.model
    }
}
