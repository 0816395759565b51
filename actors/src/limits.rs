//! Every bound that actors keep, each with its reason.

use std::time::Duration;

use renexus_wire::update::UpdateLimits;

use crate::ports::Seq;

/// Bounds of one connection.
#[derive(Clone, Debug)]
pub struct SessionLimits {
    /// Longest silence before the first valid message; a longer one is closed with 4408.
    pub handshake: Duration,
    /// How long a connection stays after its last document was refused, so that stock clients do not storm back.
    pub refused_linger: Duration,
    /// Distance of looks at a connection; who was sent nothing since the last one is sent a sign
    /// of life. Stock clients give up after 30 s, so it stays below half of that.
    pub keep_alive: Duration,
    /// Longest silence of a peer that is pinged; a longer one is a half-open socket.
    pub silence: Duration,
    /// How long a closing connection may take to answer the close frame.
    pub goodbye: Duration,
    /// How long a connection that lagged stays for its close frame; whoever does not read it by
    /// then finds the connection ended, which every client takes for a reason to come back.
    pub cut_grace: Duration,
    /// Most documents on one connection; each costs memory here and in the document.
    pub seats: usize,
    /// Most bytes that wait for a document on one connection; beyond it the socket is not read.
    pub waiting_bytes: usize,
    /// Most bytes that wait for a token; what exceeds it is dropped, the sync that follows brings it again.
    pub unauthenticated_bytes: usize,
    /// Most frames that wait for a token.
    pub unauthenticated_frames: usize,
    /// Frames per second that one connection may send on average; 0 is no limit.
    pub frames_per_second: u32,
    /// Frames that one connection may send at once on top of the average.
    pub frames_burst: u32,
}

/// Bounds of one document.
#[derive(Clone, Debug)]
pub struct DocumentLimits {
    /// Shape of one update.
    pub update: UpdateLimits,
    /// Most clients in a state vector.
    pub state_vector_clients: usize,
    /// Most bytes of state; a document that is full refuses updates.
    pub document_bytes: usize,
    /// Most bytes that wait for the journal; beyond it senders wait.
    pub unsaved_bytes: usize,
    /// Most acknowledgements owed to one member; a member that makes more is cut off.
    pub owed_receipts: usize,
    /// Longest rest after a turn; what arrives meanwhile is delivered and recorded together.
    pub pace: Duration,
    /// How long a document without members stays in memory.
    pub idle: Duration,
    /// Updates after which the journal is folded into a checkpoint.
    pub checkpoint_updates: Seq,
    /// Bytes of journal after which it is folded into a checkpoint.
    pub checkpoint_bytes: usize,
    /// Presence of a document.
    pub presence: PresenceLimits,
}

/// Bounds of presence in one document.
#[derive(Clone, Debug)]
pub struct PresenceLimits {
    /// A state that was not renewed for so long is gone. Source: `y-protocols/awareness.js`.
    pub expiry: Duration,
    /// Shortest distance between two presence frames to the same people.
    pub pace: Duration,
    /// Most bytes of one state.
    pub state_bytes: usize,
    /// Most clients that one message may name; stock clients repeat what they heard of everybody.
    pub clients: usize,
    /// Bytes in an outlet above which presence waits, so that edits come first.
    pub outlet_bytes: usize,
}

/// Bounds of the channel of one workspace.
#[derive(Clone, Debug)]
pub struct WorkspaceLimits {
    /// Most workspaces in memory; beyond it new ones are refused with 1013.
    pub open: usize,
    /// How long a workspace that nobody is in stays in memory.
    pub idle: Duration,
    /// How long events wait for a newcomer to say where it stands; then they come as they happen.
    pub resume_wait: Duration,
    /// Most events that are sent again to somebody who resumes; who misses more gets a reset.
    pub resume_events: i64,
    /// Events that are read from the log at once.
    pub page: usize,
    /// Bytes in an outlet above which the events of somebody who resumes wait.
    pub outlet_bytes: usize,
    /// Most events that wait for a subscriber; one that lags further behind is ended with a reset.
    pub subscriber_events: usize,
    /// Presence of a workspace: its roster.
    pub presence: PresenceLimits,
}

/// Bounds of the assistant.
#[derive(Clone, Debug)]
pub struct AssistantLimits {
    /// Distance of looks for jobs that are due, and for rights that were lost.
    pub look: Duration,
    /// Shortest distance between two edits of a document; what the model says meanwhile goes into one.
    pub pace: Duration,
    /// Most jobs at once on this node.
    pub at_once: usize,
    /// Most jobs at once in a workspace.
    pub at_once_per_workspace: usize,
    /// Attempts after which a job is given up.
    pub attempts: u32,
    /// The pause behind the first attempt; each one is twice the one before.
    pub retry_floor: Duration,
    /// For how long a job is this node's without a word.
    pub lease: Duration,
    /// Failures in a row after which the service is left alone.
    pub breaker_failures: u32,
    /// For how long it is left alone.
    pub breaker_pause: Duration,
    /// Longest time for one attempt.
    pub attempt: Duration,
    /// Most bytes of an answer.
    pub answer_bytes: usize,
    /// Most bytes of a document that are sent along.
    pub context_bytes: usize,
    /// Most bytes of a document that the assistant works in.
    pub document_bytes: usize,
}

/// Bounds of the journal.
#[derive(Clone, Debug)]
pub struct JournalLimits {
    /// Most bytes of all documents that wait for a commit; beyond it documents turn read-only.
    pub waiting_bytes: usize,
    /// Shortest distance between the beginnings of two commits; what arrives meanwhile shares one.
    pub pace: Duration,
    /// Bytes of updates from which on a commit does not wait for its pace: it is worth its sync.
    pub eager_bytes: usize,
    /// Failed attempts after which the documents of the batch turn read-only.
    pub attempts: u32,
    /// First pause after a failed commit; it doubles up to `retry_ceiling`.
    pub retry_floor: Duration,
    /// Longest pause after a failed commit.
    pub retry_ceiling: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(5),
            refused_linger: Duration::from_secs(30),
            keep_alive: Duration::from_secs(12),
            silence: Duration::from_secs(45),
            goodbye: Duration::from_secs(3),
            cut_grace: Duration::from_millis(250),
            seats: 256,
            waiting_bytes: 1 << 20,
            unauthenticated_bytes: 64 << 10,
            unauthenticated_frames: 8,
            frames_per_second: 0,
            frames_burst: 1_000,
        }
    }
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            update: UpdateLimits::default(),
            state_vector_clients: 1 << 16,
            document_bytes: 64 << 20,
            unsaved_bytes: 8 << 20,
            owed_receipts: 1 << 16,
            pace: Duration::from_millis(20),
            idle: Duration::from_secs(30),
            checkpoint_updates: 5_000,
            checkpoint_bytes: 1 << 20,
            presence: PresenceLimits::default(),
        }
    }
}

impl Default for PresenceLimits {
    fn default() -> Self {
        Self {
            expiry: Duration::from_secs(30),
            pace: Duration::from_millis(30),
            state_bytes: 16 << 10,
            clients: 16_384,
            outlet_bytes: 64 << 10,
        }
    }
}

impl Default for WorkspaceLimits {
    fn default() -> Self {
        Self {
            open: 10_000,
            idle: Duration::from_secs(30),
            resume_wait: Duration::from_millis(250),
            resume_events: 10_000,
            page: 200,
            outlet_bytes: 256 << 10,
            subscriber_events: 1_000,
            presence: PresenceLimits::default(),
        }
    }
}

impl Default for JournalLimits {
    fn default() -> Self {
        Self {
            waiting_bytes: 256 << 20,
            pace: Duration::from_millis(20),
            eager_bytes: 2 << 10,
            attempts: 5,
            retry_floor: Duration::from_millis(50),
            retry_ceiling: Duration::from_secs(5),
        }
    }
}
