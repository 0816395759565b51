//! Puts the parts of a server together into what handlers see.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use renexus_actors::ports::{Authority, Clock, Meter, Rights};
use renexus_actors::session::SessionParts;
use renexus_wire::id::SessionId;

use crate::accounts::Accounts;
use crate::adapters::blobs::ObjectBlobs;
use crate::adapters::documents::Documents;
use crate::assistant::{self, Around};
use crate::auth::TokenAuthority;
use crate::cache::CacheSink;
use crate::config::Settings;
use crate::db::Database;
use crate::domain::{Domain, EventSink, PersonSink};
use crate::engine::Engine;
use crate::exporting::{ExportLimits, Exporter};
use crate::filing::Filing;
use crate::indexing::Stirred;
use crate::links::Links;
use crate::live::{Announcer, Onlookers, PeopleRights};
use crate::meaning::Meanings;
use crate::nodes::Nodes;
use crate::outlook::shelf::Shelf;
use crate::shared::Redis;
use crate::sharing::Sharing;
use crate::state::AppState;
use crate::streams::{Open, Streams};
use crate::unstarted::ServerError;
use crate::versions::{self, Writers};
use crate::webhooks::{Bell, Courier};

/// What the state of handlers is made of.
pub(crate) struct Parts {
    pub(crate) settings: Settings,
    pub(crate) database: Database,
    pub(crate) store: Documents,
    pub(crate) nodes: Option<Arc<Nodes>>,
    pub(crate) redis: Option<Redis>,
    pub(crate) stirred: Arc<Stirred>,
    pub(crate) writers: Arc<Writers>,
    pub(crate) authority: Arc<TokenAuthority>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) meter: Arc<dyn Meter>,
}

/// Builds the state of handlers.
pub(crate) fn app_state(parts: Parts, engine: &Engine) -> Result<AppState, ServerError> {
    let Parts {
        settings,
        database,
        store,
        nodes,
        redis,
        stirred,
        writers,
        authority,
        clock,
        meter,
    } = parts;
    let Sharing { keeper, rates, locks } = Sharing::new(redis.as_ref(), &database, &settings);
    // What is kept is void before anybody hears of the change.
    let announcer = Arc::new(Announcer::new(engine.workspaces.clone(), engine.sessions.clone()));
    let bell = Bell::default();
    let shelf = Arc::new(Shelf::new(settings.insight.indexes));
    // What is kept in Redis is void for all nodes at once.
    let onlookers = Onlookers::new(settings.server.waiting);
    let everywhere: Vec<Arc<dyn EventSink>> =
        vec![shelf.clone(), announcer.clone(), Arc::new(onlookers.clone())];
    let mut sinks: Vec<Arc<dyn EventSink>> = vec![Arc::new(CacheSink(keeper.clone()))];
    sinks.extend(everywhere.clone());
    let further: [Arc<dyn EventSink>; 2] = [stirred, Arc::new(bell.clone())];
    sinks.extend(further);
    let mut people: Vec<Arc<dyn PersonSink>> = vec![announcer];
    if let Some(nodes) = &nodes {
        let teller = nodes.relay(everywhere, shelf.clone(), engine);
        sinks.push(teller.clone());
        people.push(teller);
    }
    let domain = Domain::new(database.clone(), Arc::clone(&clock), sinks).telling(people);
    let links = Links::default();
    let accounts = Accounts::new(domain.clone(), Arc::clone(&authority), &settings, links.clone())?;
    let blobs = Arc::new(ObjectBlobs::open(&settings.blobs, &settings.data.folder)?);
    blobs.tidy();
    let filing = Arc::new(Filing::new(domain.clone(), blobs, settings.files.clone()));
    let courier = Arc::new(Courier::new(domain.clone(), &settings.webhooks, bell)?);
    let verifier: Arc<dyn Authority> = authority.clone();
    let rights: Arc<dyn Rights> = Arc::new(PeopleRights::new(domain.clone()));
    let sessions_made = Arc::new(AtomicU64::new(1));
    let assistant = engine.assistant.as_ref().map(|thread| {
        let made = Arc::clone(&sessions_made);
        let around = Around {
            domain: domain.clone(),
            rights: Arc::clone(&rights),
            registry: engine.registry.clone(),
            seats: Arc::new(move || SessionId(made.fetch_add(1, Ordering::Relaxed))),
            meter: Arc::clone(&meter),
        };
        assistant::start(&settings.assistant, around, thread)
    });
    let assistant = assistant.transpose()?;
    let meant = (settings.assistant.clone(), settings.search.clone());
    let meanings = Arc::new(Meanings::new(domain.clone(), assistant.clone(), meant));
    let versions =
        versions::Keeper::new(domain.clone(), store.clone(), writers, settings.versions.clone());
    let versions = Arc::new(versions);
    let session_parts = Arc::new(SessionParts {
        registry: engine.registry.clone(),
        workspaces: engine.workspaces.clone(),
        sessions: engine.sessions.clone(),
        authority: verifier,
        rights: Arc::clone(&rights),
        clock: Arc::clone(&clock),
        began: Instant::now(),
        meter,
        limits: Arc::new(settings.session.limits()),
        create_on_open: settings.auth.create_on_open,
    });
    let open = Open::default();
    let elsewhere = nodes.as_ref().map(|nodes| nodes.elsewhere(open.clone()));
    let streams = Streams::new(open, elsewhere);
    let limits = ExportLimits {
        at_once: settings.tasks.exports_at_once,
        bytes: settings.tasks.export_bytes,
    };
    let exporter =
        Exporter::new(domain.clone(), Arc::clone(&filing), settings.data.folder.clone(), limits);
    Ok(AppState {
        settings,
        database,
        store,
        domain,
        accounts,
        assistant,
        meanings,
        exporter,
        filing,
        courier,
        shelf,
        versions,
        onlookers,
        rates,
        keeper,
        locks,
        redis,
        links,
        addresses: OnceLock::new(),
        authority,
        clock,
        registry: engine.registry.clone(),
        rights,
        sessions: engine.sessions.clone(),
        arbiters: engine.arbiters.clone(),
        session_parts,
        streams,
        draining: AtomicBool::new(false),
        sessions_made,
    })
}
