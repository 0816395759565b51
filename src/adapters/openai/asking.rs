//! Requests, each with an end.

use std::time::Duration;

use chrono::Utc;
use renexus_actors::ports::model::ModelError;
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Response, Url};
use serde_json::Value;
use tokio::time::timeout;

use super::failures::{busy, of_status, reason};
use crate::retrying::retry_after;

/// Bytes of an answer that tells of a failure.
const FAILURE_BYTES: usize = 4_096;

/// The way to the service.
#[derive(Clone)]
pub(super) struct Asking {
    pub(super) client: Client,
    pub(super) base: Url,
    /// To keep it out of what the service says.
    pub(super) key: String,
}

impl std::fmt::Debug for Asking {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Asking").finish_non_exhaustive()
    }
}

impl Asking {
    /// Sends a request, and waits for the head of the answer.
    pub(super) async fn begin(
        &self,
        path: &str,
        body: &Value,
        silence: Duration,
    ) -> Result<Response, ModelError> {
        let url = self.base.join(path).map_err(|error| ModelError::Refused(error.to_string()))?;
        let sent = timeout(silence, self.client.post(url).json(body).send()).await;
        let response = sent
            .map_err(|_| ModelError::TimedOut("it did not begin to answer"))?
            .map_err(|error| ModelError::Broken(reason(&error)))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let status = response.status();
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wait = wait.and_then(|text| retry_after(text, Utc::now()));
        if let Some(busy) = busy(status, wait) {
            return Err(busy);
        }
        let said = timeout(silence, bytes(response, FAILURE_BYTES)).await;
        let said = said.unwrap_or_else(|_| Ok(Vec::new())).unwrap_or_default();
        Err(of_status(status, &said, &self.key))
    }

    /// Sends a request, and reads the whole answer.
    pub(super) async fn whole(
        &self,
        path: &str,
        body: &Value,
        (time, most): (Duration, usize),
    ) -> Result<Value, ModelError> {
        let exchange = async {
            let response = self.begin(path, body, time).await?;
            bytes(response, most).await
        };
        let read = timeout(time, exchange).await;
        let read = read.map_err(|_| ModelError::TimedOut("the answer did not end"))??;
        serde_json::from_slice(&read)
            .map_err(|_| ModelError::Broken("what it answered is not JSON".into()))
    }
}

/// Reads an answer of at most so many bytes.
async fn bytes(mut response: Response, most: usize) -> Result<Vec<u8>, ModelError> {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(bytes),
            Err(error) => return Err(ModelError::Broken(reason(&error))),
        }
        if bytes.len() > most {
            return Err(ModelError::Broken(format!("it answered with more than {most} bytes")));
        }
    }
}
