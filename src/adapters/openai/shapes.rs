//! What is asked and answered, as JSON.

use renexus_actors::ports::model::{Embedded, Form, ModelError, Prompt, Usage, Voice};
use serde_json::{Value, json};

/// Most bytes of the answer about one text: 8,192 numbers.
pub(super) const EMBEDDING_BYTES: usize = 8_192 * 24;

fn messages(prompt: &Prompt) -> Value {
    let message = |(voice, text): &(Voice, String)| {
        let role = match voice {
            Voice::System => "system",
            Voice::Person => "user",
        };
        json!({ "role": role, "content": text })
    };
    prompt.parts.iter().map(message).collect()
}

/// Bytes of a prompt.
pub(super) fn bytes(prompt: &Prompt) -> usize {
    prompt.parts.iter().map(|(_, text)| text.len()).sum()
}

/// Asks for an answer that comes bit by bit.
pub(super) fn chat(model: &str, prompt: &Prompt) -> Value {
    json!({
        "model": model,
        "messages": messages(prompt),
        "stream": true,
        "stream_options": { "include_usage": true },
    })
}

/// Asks for JSON of a form.
pub(super) fn form(model: &str, prompt: &Prompt, form: &Form) -> Value {
    let schema = json!({ "name": form.name, "schema": form.schema, "strict": true });
    json!({
        "model": model,
        "messages": messages(prompt),
        "response_format": { "type": "json_schema", "json_schema": schema },
    })
}

/// Asks for the meanings of texts.
pub(super) fn embedding(model: &str, texts: &[String]) -> Value {
    json!({ "model": model, "input": texts, "encoding_format": "float" })
}

/// What an answer cost, when it says so.
pub(super) fn usage(answer: &Value) -> Option<Usage> {
    let count = |name: &str| {
        let count = answer.get("usage")?.get(name)?.as_u64()?;
        Some(u32::try_from(count).unwrap_or(u32::MAX))
    };
    let prompt = count("prompt_tokens")?;
    Some(Usage { prompt, answer: count("completion_tokens").unwrap_or_default() })
}

/// The filled form in an answer to a prompt of so many bytes.
pub(super) fn filled(answer: &Value, asked: usize) -> Result<(Value, Usage), ModelError> {
    let text = answer.pointer("/choices/0/message/content").and_then(Value::as_str);
    let text = text.ok_or_else(|| ModelError::Broken("the answer has no content".into()))?;
    let value = serde_json::from_str(text)
        .map_err(|_| ModelError::Broken("the form that it filled is not JSON".into()))?;
    Ok((value, usage(answer).unwrap_or_else(|| Usage::guess(asked, text.len()))))
}

/// The meanings in an answer.
pub(super) fn embedded(answer: &Value, texts: &[String]) -> Result<Embedded, ModelError> {
    let broken = |what: &str| ModelError::Broken(what.to_owned());
    let data = answer.get("data").and_then(Value::as_array);
    let data = data.filter(|data| data.len() == texts.len());
    let data = data.ok_or_else(|| broken("it did not tell one meaning for each text"))?;
    let mut vectors = vec![Vec::new(); texts.len()];
    for (place, one) in data.iter().enumerate() {
        let told = one.get("index").and_then(Value::as_u64);
        let place = told.and_then(|told| usize::try_from(told).ok()).unwrap_or(place);
        let numbers = one.get("embedding").cloned().unwrap_or_default();
        let numbers: Vec<f32> = serde_json::from_value(numbers)
            .map_err(|_| broken("a meaning is not a list of numbers"))?;
        let slot = vectors.get_mut(place).filter(|slot| slot.is_empty());
        *slot.ok_or_else(|| broken("it told a meaning twice"))? = numbers;
    }
    let length = vectors.first().map_or(0, Vec::len);
    let good = |vector: &Vec<f32>| {
        vector.len() == length && !vector.is_empty() && vector.iter().all(|one| one.is_finite())
    };
    if !vectors.iter().all(good) {
        return Err(broken("its meanings are not of one length"));
    }
    let asked = texts.iter().map(String::len).sum();
    Ok(Embedded { vectors, usage: usage(answer).unwrap_or_else(|| Usage::guess(asked, 0)) })
}
