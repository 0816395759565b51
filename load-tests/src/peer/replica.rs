//! What a peer knows: its copy of the document and its books. No I/O: frames
//! go in, answers come out.

use std::collections::VecDeque;

use bytes::Bytes;
use serde_json::Value;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, OffsetKind, Options, ReadTxn, StateVector, Transact, TransactionMut, Update};

use super::dialect::{Dialect, Heard};
use super::ledger::Ledger;
use super::presence::Presences;
use super::target::{Protocol, Target};

/// Frames kept for `next_frame`; older ones are forgotten.
const KEPT_FRAMES: usize = 256;

/// An update that changes nothing: no blocks, no deletions.
const EMPTY_UPDATE: [u8; 2] = [0, 0];

/// The state behind one connection.
pub(super) struct Replica {
    dialect: Dialect,
    /// What Hocuspocus' Auth message carries.
    token: String,
    pub(super) doc: Doc,
    pub(super) ledger: Ledger,
    pub(super) presences: Presences,
    /// The first Step2 has been applied.
    pub(super) synced: bool,
    /// Hocuspocus: what the Authenticated message granted.
    pub(super) scope: Option<String>,
    /// The reason in the last PermissionDenied.
    pub(super) denied: Option<String>,
    /// The reason in Hocuspocus' CLOSE of this document.
    pub(super) dismissed: Option<String>,
    /// Close code and reason, once the connection is gone.
    pub(super) closing: Option<(u16, String)>,
    /// Why the server's last frame was unusable.
    pub(super) fault: Option<String>,
    /// Raw frames, newest last.
    pub(super) frames: VecDeque<Bytes>,
}

impl Replica {
    pub(super) fn new(target: &Target) -> Self {
        let doc = Doc::with_options(Options {
            // Stock editors count in UTF-16, as JavaScript does.
            offset_kind: OffsetKind::Utf16,
            ..Options::default()
        });
        let dialect = Dialect::new(target.protocol, &target.document);
        Self {
            dialect: if target.markers { dialect } else { dialect.without_markers() },
            token: target.token.clone().unwrap_or_default(),
            doc,
            ledger: Ledger::new(),
            presences: Presences::default(),
            synced: false,
            scope: None,
            denied: None,
            dismissed: None,
            closing: None,
            fault: None,
            frames: VecDeque::new(),
        }
    }

    pub(super) fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// What a stock client says when its socket opens.
    pub(super) fn greet(&self) -> Vec<Vec<u8>> {
        let mut frames: Vec<_> = self.dialect.auth(&self.token).into_iter().collect();
        frames.push(self.dialect.step_one(&self.doc.transact().state_vector().encode_v1()));
        frames
    }

    /// Edits the document and returns the frames that tell of it: none when nothing changed.
    pub(super) fn edit<T>(
        &mut self,
        change: impl FnOnce(&mut TransactionMut<'_>) -> T,
    ) -> (T, Vec<Vec<u8>>) {
        let (value, update) = {
            let mut txn = self.doc.transact_mut();
            let value = change(&mut txn);
            (value, txn.encode_update_v1())
        };
        if update == EMPTY_UPDATE {
            return (value, Vec::new());
        }
        (value, self.announce(&update))
    }

    /// The frames that tell of an own update, and its entry in the books.
    pub(super) fn announce(&mut self, update: &[u8]) -> Vec<Vec<u8>> {
        let number = self.ledger.edit();
        let mut frames = vec![self.dialect.update(update)];
        frames.extend(self.dialect.marker(number));
        frames
    }

    /// The frame that says where this peer is.
    pub(super) fn say(&mut self, state: Option<Value>) -> Vec<u8> {
        let said = self.presences.say(self.doc.client_id().get(), state);
        self.dialect.awareness(&said)
    }

    /// Notes how the connection ended; the first word counts.
    pub(super) fn close(&mut self, code: u16, reason: String) {
        self.closing.get_or_insert((code, reason));
    }

    /// Takes in a frame of the server and returns the answers.
    pub(super) fn hear(&mut self, frame: &Bytes) -> Vec<Vec<u8>> {
        if self.frames.len() == KEPT_FRAMES {
            self.frames.pop_front();
        }
        self.frames.push_back(frame.clone());
        let dialect = self.dialect.clone();
        let answers = dialect.read(frame).map_err(|error| error.to_string()).and_then(|heard| {
            let answers = heard.into_iter().map(|one| self.answer(one));
            answers.collect::<Result<Vec<_>, _>>()
        });
        match answers {
            Ok(answers) => answers.into_iter().flatten().collect(),
            Err(fault) => {
                self.fault = Some(fault);
                Vec::new()
            }
        }
    }

    fn answer(&mut self, heard: Heard<'_>) -> Result<Option<Vec<u8>>, String> {
        match heard {
            Heard::StepOne(state) => return self.fill_in(state).map(Some),
            Heard::StepTwo(update) => {
                self.apply(update)?;
                self.synced = true;
            }
            Heard::Update(update) => self.apply(update)?,
            Heard::Awareness(states) => {
                self.presences.hear(states).map_err(|error| error.to_string())?;
            }
            Heard::QueryAwareness if self.presences.speaks() => {
                let said = self.presences.repeat(self.doc.client_id().get());
                return Ok(Some(self.dialect.awareness(&said)));
            }
            Heard::AskToken => return Ok(self.dialect.auth(&self.token)),
            Heard::Granted(scope) => self.scope = Some(scope.to_owned()),
            Heard::Denied(reason) => {
                self.denied = Some(reason.to_owned());
                if self.dialect.protocol() != Protocol::Hocuspocus {
                    self.ledger.denied();
                }
            }
            Heard::Saved(saved) if !self.ledger.status(saved) => {
                return Err("a SyncStatus that answers nothing".to_owned());
            }
            Heard::Marker(number) => self.ledger.echo(number),
            Heard::Dismissed(reason) => self.dismissed = Some(reason.to_owned()),
            Heard::Ping => return Ok(Some(self.dialect.pong())),
            Heard::Saved(_)
            | Heard::QueryAwareness
            | Heard::Pong
            | Heard::Stateless(_)
            | Heard::Elsewhere(_) => {}
        }
        Ok(None)
    }

    /// Step2: what the server lacks.
    fn fill_in(&mut self, state: &[u8]) -> Result<Vec<u8>, String> {
        let theirs = StateVector::decode_v1(state).map_err(|error| error.to_string())?;
        let update = self.doc.transact().encode_diff_v1(&theirs);
        if self.dialect.protocol() == Protocol::Hocuspocus {
            self.ledger.step_two();
        }
        Ok(self.dialect.step_two(&update))
    }

    /// Takes over an update of someone else.
    pub(super) fn apply(&self, update: &[u8]) -> Result<(), String> {
        let update = Update::decode_v1(update).map_err(|error| error.to_string())?;
        self.doc.transact_mut().apply_update(update).map_err(|error| error.to_string())
    }
}
