//! What every bus keeps to while it is there. An adapter's own test is only its setup.

use std::sync::Arc;
use std::time::Duration;

use actix::{Actor, Context, Handler};
use bytes::Bytes;
use renexus_wire::id::DocumentId;
use tokio::sync::mpsc;

use crate::bus::{self, Bus, Heard, Listening, Topic};

/// Longer than anything that arrives takes.
const DEADLINE: Duration = Duration::from_secs(20);

/// Two nodes on one bus.
#[derive(Clone, Copy)]
pub struct Nodes<'a> {
    /// The one.
    pub one: &'a dyn Bus,
    /// The other.
    pub other: &'a dyn Bus,
}

/// Runs every case on a thread of actors, on a bus that nobody else uses; how many there were.
pub async fn run(nodes: Nodes<'_>) -> usize {
    held!(nodes;
        everybody_who_listens_hears_it_on_the_same_node_too
        nobody_hears_what_they_said_themselves
        what_one_node_says_is_heard_in_order
        topics_do_not_mix
        messages_are_whole
        whoever_has_left_hears_nothing
        two_who_listen_on_one_node_hear_it_once_each
    )
}

/// Writes down what it hears.
struct Ear(mpsc::UnboundedSender<Bytes>);

impl Actor for Ear {
    type Context = Context<Self>;
}

impl Handler<Heard> for Ear {
    type Result = ();

    fn handle(&mut self, heard: Heard, _: &mut Context<Self>) {
        if let Heard::Said(message) = heard {
            // A case that has what it wanted is over.
            let _ = self.0.send(message);
        }
    }
}

/// Somebody who listens, and what they heard.
struct Listener {
    heard: mpsc::UnboundedReceiver<Bytes>,
    listening: Listening,
}

impl Listener {
    async fn to(bus: &dyn Bus, topic: &Topic) -> Self {
        Self::speaking(bus, topic, "").await
    }

    /// Somebody whose own messages begin with `own`.
    async fn speaking(bus: &dyn Bus, topic: &Topic, own: &'static str) -> Self {
        let (tells, heard) = mpsc::unbounded_channel();
        let listener = bus::Listener { told: Ear(tells).start().recipient(), own: own.into() };
        let listening = bus.listen(topic.clone(), listener).await;
        Self { heard, listening }
    }

    async fn next(&mut self) -> Bytes {
        let next = tokio::time::timeout(DEADLINE, self.heard.recv()).await;
        next.unwrap_or_default().unwrap_or_default()
    }
}

fn document(name: &str) -> Topic {
    Topic::Document(DocumentId::parse(name).unwrap())
}

async fn everybody_who_listens_hears_it_on_the_same_node_too(Nodes { one, other }: Nodes<'_>) {
    let topic = document("everybody");
    let (mut here, mut there) =
        (Listener::to(one, &topic).await, Listener::to(other, &topic).await);
    one.tell(&topic, Bytes::from_static(b"hello"));
    assert_eq!((here.next().await, there.next().await), ("hello".into(), "hello".into()));
    other.tell(&topic, Bytes::from_static(b"back"));
    assert_eq!((here.next().await, there.next().await), ("back".into(), "back".into()));
}

async fn nobody_hears_what_they_said_themselves(Nodes { one, other }: Nodes<'_>) {
    let topic = document("own");
    let mut ana = Listener::speaking(one, &topic, "ana:").await;
    let mut bob = Listener::speaking(other, &topic, "bob:").await;
    one.tell(&topic, "ana:hello".into());
    assert_eq!(bob.next().await, "ana:hello");
    other.tell(&topic, "bob:hello".into());
    assert_eq!(ana.next().await, "bob:hello", "what Ana says herself comes before, if at all");
    one.tell(&topic, "ana:bye".into());
    assert_eq!(bob.next().await, "ana:bye", "what Bob said himself comes before, if at all");
}

async fn what_one_node_says_is_heard_in_order(Nodes { one, other }: Nodes<'_>) {
    let topic = document("order");
    let mut there = Listener::to(other, &topic).await;
    for number in 0..200 {
        one.tell(&topic, number.to_string().into());
    }
    for number in 0..200 {
        assert_eq!(there.next().await, number.to_string());
    }
}

async fn topics_do_not_mix(Nodes { one, other }: Nodes<'_>) {
    let topics = [
        document("mixed"),
        document("mixed/more"),
        Topic::Workspace(Arc::from("mixed")),
        Topic::Nodes,
        Topic::Private(Arc::from("mixed")),
    ];
    let mut listeners = Vec::new();
    for topic in &topics {
        listeners.push(Listener::to(other, topic).await);
    }
    for (number, topic) in topics.iter().enumerate() {
        one.tell(topic, number.to_string().into());
        one.tell(topic, "end".into());
    }
    for (number, listener) in listeners.iter_mut().enumerate() {
        assert_eq!(
            (listener.next().await, listener.next().await),
            (number.to_string().into(), "end".into())
        );
    }
}

async fn messages_are_whole(Nodes { one, other }: Nodes<'_>) {
    let topic = document("whole");
    let mut there = Listener::to(other, &topic).await;
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    for message in [Vec::new(), every_byte.clone(), every_byte.repeat(1_000)] {
        one.tell(&topic, message.clone().into());
        assert!(there.next().await == message, "{} bytes are not whole", message.len());
    }
}

async fn whoever_has_left_hears_nothing(Nodes { one, other }: Nodes<'_>) {
    let topic = document("left");
    let (mut left, mut there) =
        (Listener::to(other, &topic).await, Listener::to(other, &topic).await);
    one.tell(&topic, "first".into());
    assert_eq!((left.next().await, there.next().await), ("first".into(), "first".into()));
    drop(left.listening);
    one.tell(&topic, "second".into());
    assert_eq!(there.next().await, "second");
    assert!(left.heard.try_recv().is_err(), "it is heard by somebody who left");
}

async fn two_who_listen_on_one_node_hear_it_once_each(Nodes { one, other }: Nodes<'_>) {
    let topic = document("twice");
    let (mut first, mut second) =
        (Listener::to(other, &topic).await, Listener::to(other, &topic).await);
    for message in ["a", "b"] {
        one.tell(&topic, message.into());
    }
    for listener in [&mut first, &mut second] {
        assert_eq!((listener.next().await, listener.next().await), ("a".into(), "b".into()));
    }
}
