//! What the server says when it is ready: the address, and a connection to paste into a stock client.

use std::collections::BTreeMap;
use std::io::{Write, stdout};

use anyhow::Result;
use chrono::{TimeDelta, Utc};
use renexus_wire::access::{EVERY_DOCUMENT, Level};

use crate::auth::{Anonymous, NewClaims};
use crate::config::Settings;
use crate::server::Server;

/// The token of the banner is for a first look, not for an app.
const TOKEN_DAYS: i64 = 1;

/// Prints address and connection.
pub(super) fn print(server: &Server, settings: &Settings) -> Result<()> {
    let address = server.address();
    let token = match settings.auth.anonymous {
        Anonymous::None => {
            let claims = NewClaims {
                subject: "owner".into(),
                name: Some("Owner".into()),
                documents: BTreeMap::from([(EVERY_DOCUMENT.to_owned(), Level::Manage)]),
                workspace: None,
                via: Vec::new(),
                login: None,
                expires: Utc::now() + TimeDelta::days(TOKEN_DAYS),
            };
            server.authority().mint(claims)?.token
        }
        Anonymous::Read | Anonymous::Write => String::new(),
    };
    let mut out = stdout().lock();
    writeln!(out, "\n  Renexus is listening on http://{address}\n")?;
    writeln!(out, "  data        {}", settings.data.folder.display())?;
    writeln!(
        out,
        "  y-websocket new WebsocketProvider('ws://{address}/yjs', 'hello', doc, {{ params: {{ token }} }})"
    )?;
    writeln!(
        out,
        "  Hocuspocus  new HocuspocusProvider({{ url: 'ws://{address}/collab', name: 'hello', token }})"
    )?;
    writeln!(out, "  y-sweet     POST http://{address}/doc/hello/auth with the token as bearer")?;
    if token.is_empty() {
        writeln!(
            out,
            "  token       none is needed (auth.anonymous = {:?})",
            settings.auth.anonymous
        )?;
    } else {
        writeln!(out, "  token       {token}")?;
        writeln!(
            out,
            "              every document, manage, for {TOKEN_DAYS} day; others: renexus token --help"
        )?;
    }
    if let Some(link) = server.setup_link() {
        writeln!(out, "  first start {link}")?;
        writeln!(
            out,
            "              whoever opens this link registers as the administrator, once"
        )?;
    }
    writeln!(out)?;
    Ok(out.flush()?)
}
