//! A server that can be made, bound, run and stopped.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::{App, web};
use actix_web_prom::PrometheusMetricsBuilder;
use prometheus::Registry;
use renexus_actors::assistant::Rest;
use renexus_actors::ports::{Clock, Meter};
use tokio_util::sync::CancellationToken;
use utoipa::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::SwaggerUi;

use crate::adapters::clock::{SystemClock, database_now};
use crate::adapters::documents::Documents;
use crate::adapters::event_log::DatabaseEventLog;
use crate::adapters::meter::PrometheusMeter;
use crate::adapters::reach;
use crate::addresses::Addresses;
use crate::assembly::{Parts, app_state};
use crate::auth::{KeyRing, TokenAuthority};
use crate::config::{MailSettings, Settings};
use crate::db::queries::revocations;
use crate::db::{Database, DatabaseSettings};
use crate::domain::Domain;
use crate::engine::{Engine, Ports};
use crate::figures;
use crate::graphql::Graph;
use crate::http::openapi::{self, ApiDescription};
use crate::http::{idempotency, kept, limiting};
use crate::indexing::{self, Reader, Stirred, Watched};
use crate::live::PeopleHearing;
use crate::lock::DataLock;
use crate::mail::{Carrier, CarrierError, LogCarrier, Postman, SmtpCarrier};
use crate::nodes::Nodes;
use crate::shared::Redis;
use crate::state::AppState;
use crate::unstarted::ServerError;
use crate::versions::Writers;
use crate::{chores, layers, listening, meaning, revoking, routes, seeding, versions};

/// A server that is bound to its address.
pub struct Server {
    address: SocketAddr,
    running: actix_web::dev::Server,
    state: web::Data<AppState>,
    engine: Engine,
    setup_secret: Option<String>,
    postman: Postman,
    texts: Reader,
    /// The way to other nodes ends with the server.
    nodes: Option<Arc<Nodes>>,
    /// Keeps other servers away from the data folder.
    _lock: DataLock,
}

impl Server {
    /// Opens database and keys, starts the actors, and binds the address.
    pub async fn bind(settings: Settings) -> Result<Self, ServerError> {
        settings.check()?;
        let folder = &settings.data.folder;
        let lock = DataLock::take(folder).map_err(|error| ServerError::Taken(error.to_string()))?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let authority = authority(&settings, Arc::clone(&clock))?;
        let database =
            DatabaseSettings { shared: settings.is_node(), ..settings.database_settings() };
        let database = Database::open(&database)?;
        let redis = settings.redis.shared().map(Redis::open).transpose()?;
        let nodes = match &redis {
            Some(redis) if database.is_shared() => {
                Some(Arc::new(Nodes::start(redis.clone(), settings.redis.outbox)?))
            }
            _ => None,
        };
        if seeding::clear(folder, &database).await? {
            log::warn!(
                "a demo that was not finished is taken away; `renexus seed --demo` makes it anew"
            );
        }
        let now = database_now(&*clock);
        let stored = database.write(move |connection| revocations::load(connection, now));
        for row in stored.await? {
            authority.revoke(renexus_wire::id::TokenId(row.token), row.expires_at.and_utc());
        }
        let figures = Registry::new();
        let meter = PrometheusMeter::register(&figures).map_err(unregistered)?;
        let meter: Arc<dyn Meter> = Arc::new(meter);
        figures::of_database(&figures, &database)
            .and_then(|()| reach::register(&figures, redis.as_ref()))
            .and_then(|()| figures::of_nodes(&figures, nodes.as_deref()))
            .map_err(unregistered)?;
        let store =
            Documents::open(database.clone(), &settings.log_settings(), Arc::clone(&clock)).await?;
        let stirred = Arc::new(Stirred::default());
        let writers = Arc::new(Writers::new(Arc::clone(&clock)));
        // It only reads: nobody has to hear of that.
        let reading = Domain::new(database.clone(), Arc::clone(&clock), Vec::new());
        let ports = Ports {
            store: Arc::new(Watched::new(
                store.clone(),
                Arc::clone(&stirred),
                Arc::clone(&writers),
            )),
            log: Arc::new(DatabaseEventLog::new(database.clone())),
            hearing: Arc::new(PeopleHearing::new(reading)),
            bus: nodes.as_ref().map(|nodes| nodes.bus()),
            meter: Arc::clone(&meter),
        };
        let engine =
            Engine::start(&settings, ports).map_err(|source| system("threads".into(), source))?;
        let carrier = carrier(&settings.mail)?;
        let postman = Postman::new(database.clone(), Arc::clone(&clock), carrier);
        let texts = Reader::new(
            (database.clone(), store.clone()),
            Arc::clone(&clock),
            Arc::clone(&stirred),
            settings.search.clone(),
        );
        let authority = Arc::new(authority);
        let parts = Parts {
            settings,
            database,
            store,
            nodes: nodes.clone(),
            redis,
            stirred,
            writers,
            authority,
            clock,
            meter,
        };
        let state = web::Data::new(app_state(parts, &engine)?);
        figures::of_keeper(&figures, &state.keeper)
            .and_then(|()| figures::of_rates(&figures, &state.rates))
            .map_err(unregistered)?;
        let setup_secret = state.accounts.setup_secret().await?;
        let (running, address) = listen(&state, figures)?;
        let public_url = match state.settings.server.public_url.as_str() {
            "" => format!("http://{address}"),
            url => url.to_owned(),
        };
        state.links.set(public_url);
        Ok(Self {
            address,
            running,
            state,
            engine,
            setup_secret,
            postman,
            texts,
            nodes,
            _lock: lock,
        })
    }

    /// The address that the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The link by which the first administrator registers, while there is nobody.
    pub fn setup_link(&self) -> Option<String> {
        self.setup_secret.as_deref().map(|secret| self.state.links.setup(secret))
    }

    /// Makes tokens for this server.
    pub fn authority(&self) -> Arc<TokenAuthority> {
        Arc::clone(&self.state.authority)
    }

    /// Serves until `stop` is cancelled, then drains within the configured time.
    pub async fn run(self, stop: CancellationToken) -> std::io::Result<()> {
        let handle = self.running.handle();
        let running = actix_web::rt::spawn(self.running);
        let (filing, sweeps_end) = (Arc::clone(&self.state.filing), stop.clone());
        actix_web::rt::spawn(async move { filing.sweep_until(sweeps_end).await });
        actix_web::rt::spawn(chores::run(self.state.clone(), self.postman, stop.clone()));
        actix_web::rt::spawn(revoking::run(self.state.clone(), stop.clone()));
        if let Some(nodes) = &self.nodes {
            let looking =
                Arc::clone(nodes).look_after_others(self.state.database.clone(), stop.clone());
            actix_web::rt::spawn(looking);
        }
        actix_web::rt::spawn(Arc::clone(&self.state.courier).run(stop.clone()));
        actix_web::rt::spawn(indexing::run(self.texts, stop.clone()));
        let (meanings, locks) = (Arc::clone(&self.state.meanings), Arc::clone(&self.state.locks));
        actix_web::rt::spawn(meaning::run(meanings, locks, stop.clone()));
        let (versions, locks) = (Arc::clone(&self.state.versions), Arc::clone(&self.state.locks));
        actix_web::rt::spawn(versions::run(versions, locks, stop.clone()));
        stop.cancelled().await;
        log::info!("draining");
        self.state.draining.store(true, Ordering::Release);
        let settings = &self.state.settings.server;
        let drained = async {
            if let Some(assistant) = &self.state.assistant {
                // A mailbox that is closed has nobody left to wait for.
                let _ = assistant.send(Rest).await;
            }
            self.engine.drain(settings.drain()).await;
            if let Err(error) = self.state.versions.write_down().await {
                log::warn!("who edits what was not written down: {error}");
            }
            self.state.store.fold().await
        };
        let finished = tokio::time::timeout(settings.shutdown(), drained).await;
        match &finished {
            Ok(Ok(())) => log::info!("every document is on disk"),
            Ok(Err(error)) => log::warn!("database was not folded: {error}"),
            Err(_) => log::warn!("shutdown took longer than {} s", settings.shutdown_seconds),
        }
        stop_http(handle).await;
        running.await.map_err(std::io::Error::other)??;
        finished.map(|_| ()).map_err(|_| std::io::ErrorKind::TimedOut.into())
    }
}

async fn stop_http(handle: ServerHandle) {
    // Sockets are closed already; what is left are requests that take too long.
    handle.stop(false).await;
}

fn unregistered(error: prometheus::Error) -> ServerError {
    ServerError::Metrics(error.to_string())
}

fn system(what: String, source: std::io::Error) -> ServerError {
    ServerError::System { what, source }
}

/// The folder of signing keys.
pub(crate) fn keys_folder(settings: &Settings) -> PathBuf {
    if settings.auth.keys.as_os_str().is_empty() {
        settings.data.folder.join("keys")
    } else {
        settings.auth.keys.clone()
    }
}

fn authority(settings: &Settings, clock: Arc<dyn Clock>) -> Result<TokenAuthority, ServerError> {
    let keys = KeyRing::load_or_create(&keys_folder(settings))?;
    Ok(TokenAuthority::new(keys, settings.auth.audience.clone(), settings.auth.anonymous, clock))
}

fn carrier(settings: &MailSettings) -> Result<Arc<dyn Carrier>, CarrierError> {
    if settings.smtp_url.is_empty() {
        return Ok(Arc::new(LogCarrier));
    }
    let authority = Some(settings.ca_file.as_path()).filter(|path| !path.as_os_str().is_empty());
    Ok(Arc::new(SmtpCarrier::new(&settings.smtp_url, &settings.from, authority)?))
}

fn listen(
    state: &web::Data<AppState>,
    figures: Registry,
) -> Result<(actix_web::dev::Server, SocketAddr), ServerError> {
    let metrics = PrometheusMetricsBuilder::new("renexus")
        .registry(figures)
        .endpoint("/metrics")
        .mask_unmatched_patterns("UNKNOWN")
        .build()
        .map_err(|error| ServerError::Metrics(error.to_string()))?;
    let (of_requests, of_sockets) = (state.clone(), state.clone());
    let for_sockets = metrics.clone();
    let graph = Graph::new(state.settings.graphql.clone());
    let sockets_graph = graph.clone();
    let requests = move || {
        let state = of_requests.clone();
        App::new()
            .into_utoipa_app()
            .openapi(ApiDescription::openapi())
            .app_data(state.clone())
            .map(|app| {
                app.wrap(from_fn(idempotency::keep_answers))
                    .wrap(from_fn(kept::settle))
                    .wrap(from_fn(limiting::headers))
                    .wrap(metrics.clone())
                    .wrap(layers::cors(state.settings.server.allowed_origins.clone()))
                    .wrap(layers::headers(&state.settings.server, state.settings.blobs.origin()))
                    .wrap(from_fn(layers::access_log))
            })
            .configure(routes::described)
            .openapi_service(|api| {
                let api = openapi::complete(api);
                // Each worker describes the same.
                let _ = state.addresses.set(Addresses::of(&api));
                SwaggerUi::new("/api/docs/{_:.*}").url("/api/openapi.json", api)
            })
            .into_app()
            .configure(routes::graph(&graph))
            .configure(routes::plain)
    };
    let sockets = move || {
        App::new()
            .app_data(of_sockets.clone())
            .wrap(for_sockets.clone())
            .wrap(from_fn(layers::access_log))
            .configure(routes::graph_sockets(&sockets_graph))
            .configure(routes::sockets)
    };
    listening::listen(state, requests, sockets).map_err(|source| {
        system(format!("server.listen = {}", state.settings.server.listen), source)
    })
}
