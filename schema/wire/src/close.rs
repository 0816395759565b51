//! Why a websocket is closed, and the code that says so.

/// The reasons for which the server closes a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// The client asked to close.
    Normal,
    /// This node drains; come back at once, with jitter.
    Draining,
    /// A frame broke the protocol.
    Protocol,
    /// A frame, an update or a presence state is too big.
    TooBig,
    /// The server failed; back off.
    Internal,
    /// The server has no room for one more connection; back off.
    Overloaded,
    /// Rights or the document changed; come back and authenticate again.
    Reset,
    /// The token is missing, expired, invalid or revoked.
    Unauthorized,
    /// The token does not reach this document.
    Forbidden,
    /// There is no such document.
    NotFound,
    /// Nothing valid was said in time.
    TimedOut,
    /// The client's protocol is too old.
    Outdated,
    /// Too many messages; back off.
    RateLimited,
    /// The outgoing queue was full; come back and sync by state vector.
    Lagging,
}

impl CloseReason {
    /// The code of this reason on the Hocuspocus socket, where all of them are understood.
    pub fn code(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::Draining => 1012,
            Self::Protocol => 1008,
            Self::TooBig => 1009,
            Self::Internal => 1011,
            Self::Overloaded => 1013,
            Self::Reset => 4205,
            Self::Unauthorized => 4401,
            Self::Forbidden => 4403,
            Self::NotFound => 4404,
            Self::TimedOut => 4408,
            Self::Outdated => 4409,
            Self::RateLimited => 4429,
            Self::Lagging => 4430,
        }
    }

    /// The code for a stock y-websocket client.
    ///
    /// y-websocket 3.1 never comes back after a code from 4400 to 4499, so a
    /// reason that asks it to come back is told as 1013, with the same words.
    pub fn plain_code(self) -> u16 {
        match self {
            Self::TimedOut | Self::RateLimited | Self::Lagging => Self::Overloaded.code(),
            other => other.code(),
        }
    }

    /// The words that stand beside the code.
    pub fn words(self) -> &'static str {
        match self {
            Self::Normal => "closed",
            Self::Draining => "server is restarting",
            Self::Protocol => "protocol violation",
            Self::TooBig => "message too big",
            Self::Internal => "internal error",
            Self::Overloaded => "server is overloaded",
            Self::Reset => "reset",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "document not found",
            Self::TimedOut => "timed out",
            Self::Outdated => "client too old",
            Self::RateLimited => "rate limited",
            Self::Lagging => "lagging",
        }
    }

    /// Whether coming back with the same token is pointless.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Protocol
                | Self::TooBig
                | Self::Unauthorized
                | Self::Forbidden
                | Self::NotFound
                | Self::Outdated
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_to_come_back_is_never_final_for_a_stock_client() {
        for reason in [
            CloseReason::Draining,
            CloseReason::Internal,
            CloseReason::Overloaded,
            CloseReason::Reset,
            CloseReason::TimedOut,
            CloseReason::RateLimited,
            CloseReason::Lagging,
        ] {
            assert!(!reason.is_final());
            assert!(!(4400..4500).contains(&reason.plain_code()), "{reason:?}");
        }
    }
}
