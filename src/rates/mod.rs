//! How often somebody may ask: per address before login, per person after, per class of route.

mod counted;
mod memory;
mod over_redis;

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::BoxFuture;

pub use counted::Counted;
pub use memory::MemoryRates;
pub use over_redis::RedisRates;

/// A class of routes, each with a rate of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Without a login: registering, logging in, showing secrets; per address.
    Enter,
    /// Attempts at one account, from wherever; per address for mail.
    Account,
    /// Reading; per person.
    Read,
    /// Changing; per person.
    Write,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 4] = [Self::Enter, Self::Account, Self::Read, Self::Write];

    /// The class in a word, as headers name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Account => "account",
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A rate: so many at once, and one more after each pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// The time in which the whole burst comes back.
    pub window: Duration,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The class.
    pub class: Class,
    /// Its rate.
    pub rate: Rate,
    /// How many more are allowed now.
    pub remaining: u32,
    /// How long to wait, when this one was not allowed.
    pub wait: Option<Duration>,
}

/// Counts attempts (GCRA).
pub trait Rates: Send + Sync {
    /// Counts one attempt of somebody; none where the class has no limit.
    fn take(&self, class: Class, key: &str) -> BoxFuture<'_, Option<Decision>>;

    /// Forgets those who are within their rate anyway.
    fn forget(&self);
}

/// Who is counted, without saying who: addresses and mailboxes of people do not leave this process.
fn name(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, key.as_bytes()))
}
