//! Where Redis is: one server, behind Sentinels, or a cluster.

use std::time::Duration;

use redis::io::tcp::TcpSettings;
use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo, ProtocolVersion};

use super::RedisFailure;

/// Where a Sentinel listens unless it is said.
const SENTINEL_PORT: u16 = 26_379;
/// After this long without a sign from the other side the kernel gives a connection up.
const SILENT_PEER: Duration = Duration::from_secs(5);

/// Where Redis is.
///
/// - `redis://[user:password@]host[:port][/database]`, `rediss://…` with TLS: one server.
/// - `redis+sentinel://[user:password@]host[:port],host[:port]/name[/database][?sentinel_password=…]`:
///   the server that Sentinels call by a name. `rediss+sentinel://` is TLS to both.
/// - `redis+cluster://[user:password@]host[:port],host[:port]`, or several `redis://…` with commas
///   between them: nodes of a cluster, which tell the others.
#[derive(Clone, Debug)]
pub enum Address {
    /// One server.
    Single(ConnectionInfo),
    /// A server behind Sentinels.
    Sentinel(Sentinels),
    /// Nodes of a cluster.
    Cluster(Vec<ConnectionInfo>),
}

/// Sentinels, and whom to ask them for.
#[derive(Clone, Debug)]
pub struct Sentinels {
    pub(super) sentinels: Vec<ConnectionAddr>,
    pub(super) name: String,
    pub(super) server: ConnectionInfo,
    pub(super) sentinel_password: Option<String>,
    pub(super) tls: bool,
}

impl Address {
    /// Reads an address.
    pub fn parse(url: &str) -> Result<Self, RedisFailure> {
        let needs = RedisFailure::Address(
            "needs redis://, rediss://, redis+sentinel:// or redis+cluster:// with host and port",
        );
        let Some((scheme, rest)) = url.split_once("://") else { return Err(needs) };
        match scheme {
            "redis" | "rediss" | "valkey" | "valkeys" if url.contains(',') => url
                .split(',')
                .map(|one| server(one.trim()))
                .collect::<Result<_, _>>()
                .map(Self::Cluster),
            "redis" | "rediss" | "valkey" | "valkeys" => server(url).map(Self::Single),
            "redis+cluster" => cluster("redis", rest),
            "rediss+cluster" => cluster("rediss", rest),
            "redis+sentinel" => sentinels("redis", rest),
            "rediss+sentinel" => sentinels("rediss", rest),
            _ => Err(needs),
        }
    }
}

/// One server, with what each connection wants.
fn server(url: &str) -> Result<ConnectionInfo, RedisFailure> {
    let info = url.into_connection_info().map_err(|_| {
        RedisFailure::Address("needs a host, a port and a database that can be read")
    })?;
    let redis = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    let tcp = TcpSettings::default().set_nodelay(true);
    #[cfg(target_os = "linux")]
    let tcp = tcp.set_user_timeout(SILENT_PEER);
    Ok(info.set_redis_settings(redis).set_tcp_settings(tcp))
}

fn hosts(authority: &str) -> (&str, impl Iterator<Item = &str>) {
    let (who, hosts) = match authority.rfind('@') {
        Some(at) => authority.split_at(at + 1),
        None => ("", authority),
    };
    (who, hosts.split(',').map(str::trim).filter(|host| !host.is_empty()))
}

fn cluster(scheme: &str, rest: &str) -> Result<Address, RedisFailure> {
    let (who, hosts) = hosts(rest.trim_end_matches('/'));
    let nodes = hosts.map(|host| server(&format!("{scheme}://{who}{host}")));
    let nodes: Vec<_> = nodes.collect::<Result<_, _>>()?;
    if nodes.is_empty() {
        return Err(RedisFailure::Address("names no node of the cluster"));
    }
    Ok(Address::Cluster(nodes))
}

fn sentinels(scheme: &str, rest: &str) -> Result<Address, RedisFailure> {
    let nameless = RedisFailure::Address(
        "needs the name that Sentinels know the server by: redis+sentinel://host:26379/NAME",
    );
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let Some((authority, path)) = rest.split_once('/') else { return Err(nameless) };
    let (name, database) = path.split_once('/').unwrap_or((path, "0"));
    if name.is_empty() {
        return Err(nameless);
    }
    let (who, hosts) = hosts(authority);
    let sentinels = hosts.map(|host| {
        let port = if host.ends_with(']') || !host.contains(':') {
            format!("{host}:{SENTINEL_PORT}")
        } else {
            host.to_owned()
        };
        server(&format!("{scheme}://{port}")).map(|info| info.addr().clone())
    });
    let sentinels: Vec<_> = sentinels.collect::<Result<_, _>>()?;
    if sentinels.is_empty() {
        return Err(RedisFailure::Address("names no Sentinel"));
    }
    // Where the server is, Sentinels say; who we are to it, the address says.
    let server = server(&format!("{scheme}://{who}localhost/{database}"))?;
    let password = match query.split_once('=') {
        None if query.is_empty() => None,
        Some(("sentinel_password", word)) => Some(word.to_owned()),
        _ => return Err(RedisFailure::Address("knows no parameter but sentinel_password")),
    };
    Ok(Address::Sentinel(Sentinels {
        sentinels,
        name: name.to_owned(),
        server,
        sentinel_password: password,
        tls: scheme == "rediss",
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_what_stands_there() {
        assert!(matches!(Address::parse("redis://localhost"), Ok(Address::Single(_))));
        let Ok(Address::Single(one)) = Address::parse("rediss://me:secret@a.example:1/3") else {
            panic!("one server")
        };
        assert_eq!(one.addr().to_string(), "a.example:1");
        assert_eq!((one.redis_settings().username(), one.redis_settings().db()), (Some("me"), 3));
        for url in ["redis+cluster://me:s@a:1,b:2", "redis://me:s@a:1, redis://me:s@b:2"] {
            let Ok(Address::Cluster(nodes)) = Address::parse(url) else { panic!("{url}") };
            let told: Vec<_> = nodes.iter().map(|node| node.addr().to_string()).collect();
            assert_eq!(told, ["a:1", "b:2"]);
            assert!(nodes.iter().all(|node| node.redis_settings().username() == Some("me")));
        }
        let url = "redis+sentinel://:secret@a,[::1]:7/main/2?sentinel_password=other";
        let Ok(Address::Sentinel(asked)) = Address::parse(url) else { panic!("Sentinels") };
        let told: Vec<_> = asked.sentinels.iter().map(ToString::to_string).collect();
        assert_eq!((told.len(), asked.name.as_str()), (2, "main"));
        assert_eq!(told.first().map(String::as_str), Some("a:26379"));
        assert_eq!(asked.server.redis_settings().db(), 2);
        assert_eq!(asked.sentinel_password.as_deref(), Some("other"));
    }

    #[test]
    fn what_is_wrong_is_told_without_the_address() {
        for url in [
            "secret",
            "http://secret",
            "redis://",
            "redis://secret:x:y",
            "redis+cluster://secret@",
            "redis+sentinel://secret:1",
            "redis+sentinel://secret:1/",
            "redis+sentinel://@/name",
            "redis+sentinel://h/name?secret=1",
            "redis://h/secret",
        ] {
            let told = Address::parse(url).unwrap_err().to_string();
            assert!(told.starts_with("redis.url: ") && !told.contains("secret"), "{url}: {told}");
        }
    }
}
