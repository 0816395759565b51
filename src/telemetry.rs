//! Logs: human on a terminal, otherwise one JSON object a line with ECS field names.

use std::io::{IsTerminal, Write, stderr};

use chrono::{SecondsFormat, Utc};
use env_logger::Builder;
use env_logger::fmt::Formatter;
use log::kv::{Error, Key, Value, VisitSource};
use log::{LevelFilter, Record};
use serde_json::{Map, json};

use crate::config::{LogFormat, LogSettings};

/// Starts logging; a second start in the same process changes nothing.
pub fn start(settings: &LogSettings) {
    let mut builder = Builder::new();
    builder
        .filter_level(LevelFilter::Info)
        // It calls what a client wrote wrongly an error; the client is told, and nobody else can mend it.
        .filter_module("actix_http::h1::dispatcher", LevelFilter::Off)
        .parse_filters(&settings.level);
    let json = match settings.format {
        LogFormat::Auto => !stderr().is_terminal(),
        LogFormat::Human => false,
        LogFormat::Json => true,
    };
    if json {
        builder.format(write_json);
    }
    // Tests start several servers in one process.
    let _ = builder.try_init();
}

/// Source: Elastic Common Schema, "ECS logging".
fn write_json(out: &mut Formatter, record: &Record<'_>) -> std::io::Result<()> {
    let mut fields = Fields(Map::new());
    // A field that cannot be written is left out, the line is not.
    let _ = record.key_values().visit(&mut fields);
    let Fields(mut line) = fields;
    line.insert(
        "@timestamp".into(),
        json!(Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true)),
    );
    line.insert("log.level".into(), json!(record.level().as_str().to_lowercase()));
    line.insert("log.logger".into(), json!(record.target()));
    line.insert("message".into(), json!(record.args().to_string()));
    line.insert("ecs.version".into(), json!("8.11"));
    line.insert("service.name".into(), json!("renexus"));
    writeln!(out, "{}", serde_json::Value::Object(line))
}

struct Fields(Map<String, serde_json::Value>);

impl<'kvs> VisitSource<'kvs> for Fields {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        let value = match (value.to_i64(), value.to_f64()) {
            (Some(whole), _) => json!(whole),
            (None, Some(number)) => json!(number),
            (None, None) => json!(value.to_string()),
        };
        self.0.insert(key.to_string(), value);
        Ok(())
    }
}
