//! Seats in the channel: stock providers, the roster, and what is refused.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use renexus_actors::document::member::{Identity, Member};
use renexus_actors::document::{Apply, Attach, Input};
use renexus_actors::limits::WorkspaceLimits;
use renexus_actors::outlet::{Outlet, OutletBounds, Sink};
use renexus_actors::testing::Pipe;
use renexus_actors::workspace::Channel;
use renexus_wire::access::Level;
use renexus_wire::awareness::{AwarenessEntry, encode};
use renexus_wire::codec::{Envelope, ServerMessage};
use renexus_wire::id::{MemberId, SessionId};

use crate::{HERE, House, live, until};

/// Somebody in the channel.
struct Seat {
    id: MemberId,
    channel: Channel,
    pipe: Arc<Pipe>,
    envelope: Envelope,
}

impl Seat {
    async fn take(house: &House, person: &str, session: u64) -> Self {
        let pipe = Arc::new(Pipe::with_room(1 << 20));
        let sink: Arc<dyn Sink> = Arc::<Pipe>::clone(&pipe);
        let stalled = Duration::from_secs(60);
        let outlet = Outlet::new(OutletBounds { bytes: 1 << 20, stalled, bare: false }, sink);
        let envelope = Envelope::Named(format!("workspace/{HERE}"));
        let name = Some(person.to_owned());
        let identity = Identity { subject: name.clone(), name };
        let member = Member::new(outlet, envelope.clone(), Level::Write, identity);
        let id = MemberId { session: SessionId(session), seat: 0 };
        let channel = house.channel().await;
        channel.address.send(Attach { id, member }).await.expect("a workspace");
        Self { id, channel, pipe, envelope }
    }

    async fn say(&self, input: Input) {
        let apply = Apply { id: self.id, inputs: vec![input] };
        self.channel.address.send(apply).await.expect("a workspace");
    }

    async fn resume(&self, after: i64) {
        self.say(Input::Stateless(format!(r#"{{"resume":{after}}}"#))).await;
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.pipe.taken()).into_owned()
    }

    /// The numbers of the events that were written, in order.
    fn seqs(&self) -> Vec<i64> {
        let text = self.text();
        let numbers = text.match_indices(r#""seq":"#).map(|(at, mark)| {
            let digits = text[at + mark.len()..].chars().take_while(char::is_ascii_digit);
            digits.collect::<String>().parse().expect("a number")
        });
        numbers.collect()
    }

    fn was_sent(&self, message: ServerMessage<'_>) -> bool {
        let frame = self.envelope.frame(message).expect("a frame");
        self.pipe.taken().windows(frame.len()).any(|window| window == frame)
    }
}

/// SPEC EVT-1: an empty document that takes nothing.
#[test]
fn a_stock_provider_is_synced_and_its_updates_are_refused() {
    live(async {
        let house = House::new(0, WorkspaceLimits::default());
        let seat = Seat::take(&house, "Ada", 1).await;
        assert!(seat.was_sent(ServerMessage::Authenticated { may_write: false }));
        seat.say(Input::Step1 { state_vector: Bytes::from_static(&[0]), ask_back: true }).await;
        assert!(seat.was_sent(ServerMessage::Step1(&[0])));
        assert!(seat.was_sent(ServerMessage::Step2(&[0, 0])));
        seat.say(Input::Step2(Bytes::from_static(&[0, 0]))).await;
        assert!(seat.was_sent(ServerMessage::SyncStatus { saved: true }));
        assert!(!seat.was_sent(ServerMessage::SyncStatus { saved: false }));
        seat.say(Input::Update(Bytes::from_static(&[1, 1, 7, 0, 4, 1]))).await;
        assert!(seat.was_sent(ServerMessage::SyncStatus { saved: false }));
    });
}

/// SPEC EVT-3: what happens between coming in and saying where one stands is told once.
#[test]
fn a_seat_that_resumes_hears_the_rest_and_goes_on() {
    live(async {
        let wait = Duration::from_secs(3_600);
        let house =
            House::new(5, WorkspaceLimits { resume_wait: wait, ..WorkspaceLimits::default() });
        let seat = Seat::take(&house, "Ada", 1).await;
        house.happen(2);
        seat.resume(3).await;
        until("the rest is told", || seat.seqs() == [4, 5, 6, 7]).await;
        house.happen(1);
        until("the next one follows", || seat.seqs() == [4, 5, 6, 7, 8]).await;
        seat.say(Input::Stateless(r#"{"type":"task.updated"}"#.into())).await;
        seat.say(Input::Broadcast(r#"{"seq":99}"#.into())).await;
        house.happen(1);
        until("nothing else is told", || seat.seqs() == [4, 5, 6, 7, 8, 9]).await;
    });
}

/// SPEC EVT-3: who says nothing hears what happened since it came.
#[test]
fn a_seat_that_does_not_resume_is_live_after_a_moment() {
    live(async {
        let wait = Duration::from_millis(20);
        let house =
            House::new(5, WorkspaceLimits { resume_wait: wait, ..WorkspaceLimits::default() });
        let seat = Seat::take(&house, "Ada", 1).await;
        house.happen(2);
        until("what happened since is told", || seat.seqs() == [6, 7]).await;
    });
}

/// SPEC EVT-4
#[test]
fn a_seat_that_missed_too_much_is_reset() {
    live(async {
        let house = House::new(9, WorkspaceLimits::default());
        house.log.prune(HERE, 4);
        let seat = Seat::take(&house, "Ada", 1).await;
        seat.resume(3).await;
        until("it is reset", || seat.text().contains(r#"{"reset":true,"seq":9}"#)).await;
        house.happen(1);
        until("the next one follows", || seat.seqs() == [9, 10]).await;
    });
}

/// SPEC EVT-6: and nobody speaks with another's name.
#[test]
fn the_roster_shows_who_is_here() {
    live(async {
        let house = House::new(0, WorkspaceLimits::default());
        let ada = Seat::take(&house, "Ada", 1).await;
        let bob = Seat::take(&house, "Bob", 2).await;
        let state = r#"{"user":{"name":"Boss"},"at":"board-7"}"#;
        let entry = AwarenessEntry { client: 7, clock: 1, state };
        ada.say(Input::Awareness(encode(std::iter::once(entry)).into())).await;
        until("Bob sees Ada", || bob.text().contains(r#""name":"Ada""#)).await;
        assert!(bob.text().contains("board-7") && !bob.text().contains("Boss"));
        let eve = Seat::take(&house, "Eve", 3).await;
        until("so does who comes later", || eve.text().contains(r#""name":"Ada""#)).await;
    });
}
