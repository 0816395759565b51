//! One connection, whatever stands at the other end, and how it is made.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::{ConnectionLike, MultiplexedConnection, SendError};
use redis::cluster::ClusterClient;
use redis::cluster_async::ClusterConnection;
use redis::cluster_routing::{RoutingInfo, SingleNodeRoutingInfo};
use redis::io::tcp::TcpSettings;
use redis::sentinel::{SentinelClientBuilder, SentinelServerType};
use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionInfo, Pipeline, ProtocolVersion, PushInfo,
    RedisFuture, RedisResult, TlsCertificates, TlsMode, Value,
};

use super::address::Sentinels;
use super::{Address, RedisFailure, RedisSettings};

/// What hears of what the server says by itself. It must not wait.
pub(super) type Push = Arc<dyn Fn(PushInfo) + Send + Sync>;

/// Commands that a connection may have under way or waiting before further ones wait.
const UNDER_WAY: usize = 1_024;
/// Nodes of a cluster that are asked for a sign of life before it counts as away.
const CLUSTER_LOOKS: u32 = 4;
/// How often a command is sent again when the cluster has moved.
const CLUSTER_RETRIES: u32 = 3;

/// One connection; clones share it.
#[derive(Clone)]
pub(super) enum Connection {
    /// To one server.
    One(MultiplexedConnection),
    /// To the nodes of a cluster.
    Many(ClusterConnection),
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(one) => one.req_packed_command(cmd),
            Self::Many(many) => many.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        cmd: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(one) => one.req_packed_commands(cmd, offset, count),
            Self::Many(many) => many.req_packed_commands(cmd, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(one) => one.get_db(),
            Self::Many(many) => many.get_db(),
        }
    }
}

/// Makes connections.
pub(super) struct Connector {
    address: Address,
    certificates: Option<Vec<u8>>,
    connect: Duration,
    response: Duration,
}

impl Connector {
    pub(super) fn new(settings: &RedisSettings) -> Result<Self, RedisFailure> {
        let path = &settings.authorities;
        let named = !path.as_os_str().is_empty();
        let certificates = named.then(|| std::fs::read(path)).transpose();
        Ok(Self {
            address: Address::parse(&settings.url)?,
            certificates: certificates.map_err(RedisFailure::Authorities)?,
            connect: settings.connect,
            response: settings.response,
        })
    }

    pub(super) fn is_cluster(&self) -> bool {
        matches!(self.address, Address::Cluster(_))
    }

    /// A new connection, in time or not at all.
    pub(super) async fn connect(&self, push: Push) -> Result<Connection, RedisFailure> {
        // Asking Sentinels and shaking hands are several steps; each has its time, and all together.
        let connecting = tokio::time::timeout(self.connect * 2, self.attempt(push));
        connecting.await.map_err(|_| RedisFailure::Silent((self.connect * 2).as_millis()))?
    }

    async fn attempt(&self, push: Push) -> Result<Connection, RedisFailure> {
        let sender = move |info| -> Result<(), SendError> {
            push(info);
            Ok(())
        };
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.connect))
            .set_response_timeout(Some(self.response))
            .set_pipeline_buffer_size(UNDER_WAY);
        let client = match &self.address {
            Address::Single(info) => self.client(info.clone())?,
            Address::Sentinel(sentinels) => self.ask(sentinels).await?,
            Address::Cluster(nodes) => {
                let client = self.cluster(nodes, sender)?;
                return Ok(Connection::Many(client.get_async_connection().await?));
            }
        };
        let config = config.set_push_sender(sender);
        Ok(Connection::One(client.get_multiplexed_async_connection_with_config(&config).await?))
    }

    fn trusted(&self) -> Option<TlsCertificates> {
        let root_cert = Some(self.certificates.clone()?);
        Some(TlsCertificates { client_tls: None, root_cert })
    }

    fn client(&self, info: ConnectionInfo) -> RedisResult<Client> {
        let tls = matches!(info.addr(), redis::ConnectionAddr::TcpTls { .. });
        match self.trusted().filter(|_| tls) {
            Some(certificates) => Client::build_with_tls(info, certificates),
            None => Client::open(info),
        }
    }

    /// Asks Sentinels where the server is now.
    async fn ask(&self, sentinels: &Sentinels) -> RedisResult<Client> {
        let settings = sentinels.server.redis_settings();
        let tcp = || sentinels.server.tcp_settings().clone();
        let mut asked = SentinelClientBuilder::new(
            sentinels.sentinels.clone(),
            &sentinels.name,
            SentinelServerType::Master,
        )?
        .set_client_to_redis_db(settings.db())
        .set_client_to_redis_protocol(ProtocolVersion::RESP3)
        .set_client_to_redis_tcp_settings(tcp())
        .set_client_to_sentinel_tcp_settings(tcp());
        if let Some(user) = settings.username() {
            asked = asked.set_client_to_redis_username(user);
        }
        if let Some(password) = settings.password() {
            asked = asked.set_client_to_redis_password(password);
        }
        if let Some(password) = &sentinels.sentinel_password {
            asked = asked.set_client_to_sentinel_password(password);
        }
        if sentinels.tls {
            asked = asked.set_client_to_redis_tls_mode(TlsMode::Secure);
            if let Some(certificates) = self.trusted() {
                asked = asked
                    .set_client_to_redis_certificates(certificates.clone())
                    .set_client_to_sentinel_certificates(certificates);
            }
        }
        asked.build()?.async_get_client().await
    }

    fn cluster(
        &self,
        nodes: &[ConnectionInfo],
        sender: impl Fn(PushInfo) -> Result<(), SendError> + Send + Sync + 'static,
    ) -> RedisResult<ClusterClient> {
        let tcp =
            nodes.first().map_or_else(TcpSettings::default, |node| node.tcp_settings().clone());
        let builder = ClusterClient::builder(nodes.iter().cloned())
            .use_protocol(ProtocolVersion::RESP3)
            .connection_timeout(self.connect)
            .response_timeout(self.response)
            .overall_response_timeout(Some(self.response))
            .retries(CLUSTER_RETRIES)
            .tcp_settings(tcp)
            .push_sender(sender);
        match self.trusted() {
            Some(certificates) => builder.certs(certificates).build(),
            None => builder.build(),
        }
    }

    /// A cluster is there while any of its nodes is: what stands on the others is of no help until
    /// they are back, and the rest goes on.
    async fn ask_anybody(&self, many: &mut ClusterConnection) -> Result<(), RedisFailure> {
        let each = self.response / CLUSTER_LOOKS;
        for _ in 0..CLUSTER_LOOKS {
            let anybody = RoutingInfo::SingleNode(SingleNodeRoutingInfo::Random);
            let asked = many.route_command(redis::cmd("PING"), anybody);
            if let Ok(Ok(_)) = tokio::time::timeout(each, asked).await {
                return Ok(());
            }
        }
        Err(RedisFailure::Silent(self.response.as_millis()))
    }

    /// Whether a connection still leads to a server that takes changes.
    pub(super) async fn check(&self, connection: &mut Connection) -> Result<(), RedisFailure> {
        let silent = |_| RedisFailure::Silent(self.response.as_millis());
        let asked = async {
            if matches!(self.address, Address::Sentinel(_)) {
                // The server that was the first one may still be there, and take no changes.
                let role: Vec<Value> = redis::cmd("ROLE").query_async(connection).await?;
                let first = role.into_iter().next().map(redis::from_redis_value::<String>);
                return match first.transpose() {
                    Ok(Some(role)) if role == "master" => Ok(()),
                    _ => Err(RedisFailure::Replica),
                };
            }
            match connection {
                Connection::One(one) => redis::cmd("PING").query_async(one).await?,
                Connection::Many(many) => self.ask_anybody(many).await?,
            }
            Ok(())
        };
        tokio::time::timeout(self.response, asked).await.map_err(silent)?
    }
}
