//! What is for one person alone: it reaches their own seats in the channel, and nobody else's.
//!
//! It has no number and is not sent again; whoever was away finds it in the database.

use std::collections::HashMap;

use actix::prelude::*;
use renexus_wire::codec::ServerMessage;
use tokio::sync::mpsc;

use super::actor::WorkspaceActor;
use super::directory::WorkspacesActor;
use super::messages::Whisper;
use crate::outlet::Pushed;
use crate::ports::Count;

impl Handler<Whisper> for WorkspaceActor {
    type Result = ();

    fn handle(&mut self, whisper: Whisper, _: &mut Self::Context) {
        let whose = Some(whisper.person);
        for (_, member) in self.audience.members().filter(|(_, it)| it.identity.subject == whose) {
            let message = ServerMessage::Stateless(&whisper.text);
            let Some(frame) = member.envelope.frame(message) else { continue };
            // A full outlet closes itself; its session notices.
            if member.outlet.push(frame) == Pushed::Overflowed {
                self.around.meter.count(Count::OutletDrops, 1);
            }
        }
    }
}

/// Hears what a person is told in every workspace; the line ends when nobody reads it, or when
/// more waits in it than it holds. What somebody missed stands in the database.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub struct Overhear {
    /// The person's id.
    pub person: String,
    /// Where it goes, as JSON.
    pub line: mpsc::Sender<String>,
}

/// Who overhears what people are told.
#[derive(Debug, Default)]
pub(super) struct Overhearing {
    lines: HashMap<String, Vec<mpsc::Sender<String>>>,
    /// Lines at which the abandoned ones are looked for again.
    crowded: usize,
}

/// Lines below which nobody looks for abandoned ones.
const FEW_LINES: usize = 64;

impl Overhearing {
    fn add(&mut self, person: String, line: mpsc::Sender<String>) {
        let many = self.lines.values().map(Vec::len).sum::<usize>();
        if many >= self.crowded.max(FEW_LINES) {
            self.lines.retain(|_, lines| {
                lines.retain(|line| !line.is_closed());
                !lines.is_empty()
            });
            self.crowded = self.lines.values().map(Vec::len).sum::<usize>() * 2;
        }
        self.lines.entry(person).or_default().push(line);
    }

    /// Tells the lines of the person; one that is full or over is let go of.
    pub(super) fn tell(&mut self, whisper: &Whisper) {
        let Some(lines) = self.lines.get_mut(&whisper.person) else { return };
        lines.retain(|line| line.try_send(whisper.text.clone()).is_ok());
        if lines.is_empty() {
            self.lines.remove(&whisper.person);
        }
    }
}

impl Handler<Overhear> for WorkspacesActor {
    type Result = ();

    fn handle(&mut self, overhear: Overhear, _: &mut Self::Context) {
        self.overhearing.add(overhear.person, overhear.line);
    }
}
