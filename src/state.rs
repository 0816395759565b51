//! What every handler may use.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use actix::Addr;
use renexus_actors::arbiters::Arbiters;
use renexus_actors::assistant::AssistantActor;
use renexus_actors::ports::{Clock, Rights};
use renexus_actors::registry::RegistryActor;
use renexus_actors::session::{Revoke, SessionParts, SessionsActor};
use renexus_wire::id::{SessionId, TokenId};

use crate::accounts::Accounts;
use crate::adapters::documents::Documents;
use crate::addresses::Addresses;
use crate::auth::TokenAuthority;
use crate::cache::Keeper;
use crate::config::Settings;
use crate::db::Database;
use crate::domain::Domain;
use crate::exporting::Exporter;
use crate::filing::Filing;
use crate::links::Links;
use crate::live::Onlookers;
use crate::locks::Locks;
use crate::meaning::Meanings;
use crate::outlook::shelf::Shelf;
use crate::rates::Counted;
use crate::shared::Redis;
use crate::streams::Streams;
use crate::versions;
use crate::webhooks::Courier;

/// Handed to every handler.
pub(crate) struct AppState {
    pub(crate) settings: Settings,
    pub(crate) database: Database,
    /// Where documents are kept.
    pub(crate) store: Documents,
    /// The one way to change a workspace.
    pub(crate) domain: Domain,
    pub(crate) accounts: Accounts,
    /// Writes into documents; none without a model service.
    pub(crate) assistant: Option<Addr<AssistantActor>>,
    /// Tells what questions mean, where a model does.
    pub(crate) meanings: Arc<Meanings>,
    /// Writes archives of workspaces.
    pub(crate) exporter: Exporter,
    pub(crate) filing: Arc<Filing>,
    /// Delivers to webhooks.
    pub(crate) courier: Arc<Courier>,
    /// Titles of projects, for suggestions.
    pub(crate) shelf: Arc<Shelf>,
    /// Takes versions of documents.
    pub(crate) versions: Arc<versions::Keeper>,
    /// Who waits for news of a shared board.
    pub(crate) onlookers: Onlookers,
    /// How often somebody may ask.
    pub(crate) rates: Counted,
    /// Reads that are kept.
    pub(crate) keeper: Keeper,
    /// Work that one node at a time does.
    pub(crate) locks: Arc<dyn Locks>,
    /// What the nodes share; none where there is one.
    pub(crate) redis: Option<Redis>,
    /// Where people reach the server.
    pub(crate) links: Links,
    /// The addresses that are described; known once the description is made.
    pub(crate) addresses: OnceLock<Addresses>,
    pub(crate) authority: Arc<TokenAuthority>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) registry: Addr<RegistryActor>,
    /// What people may do.
    pub(crate) rights: Arc<dyn Rights>,
    pub(crate) sessions: Addr<SessionsActor>,
    /// Where sessions live.
    pub(crate) arbiters: Arbiters,
    /// What each session needs.
    pub(crate) session_parts: Arc<SessionParts>,
    /// Connections without a websocket.
    pub(crate) streams: Streams,
    /// Set when the server begins to stop.
    pub(crate) draining: AtomicBool,
    /// Counts sessions.
    pub(crate) sessions_made: Arc<AtomicU64>,
}

impl AppState {
    /// An id that no other session of this process has.
    pub(crate) fn next_session(&self) -> SessionId {
        SessionId(self.sessions_made.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether people reach the server over https.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.server.public_url.starts_with("https://")
    }

    /// Closes the open sockets of logins that ended.
    pub(crate) async fn end_sessions(&self, logins: &[String]) -> Result<(), actix::MailboxError> {
        for login in logins {
            self.sessions.send(Revoke { token: TokenId(login.clone()) }).await?;
        }
        Ok(())
    }

    /// Whether the server is stopping.
    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }
}
