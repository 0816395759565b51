//! Clients whom no websocket reaches, behind a load balancer that leads each request anywhere.

use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_load::peer::Dialect;

use crate::Nodes;
use crate::door::{DEADLINE, until, words};
use crate::streaming::Stream;

/// SPEC NODE-17: what goes up reaches its session from every node, in order, and is acknowledged.
#[tokio::test]
async fn what_goes_up_finds_the_node_of_its_stream() {
    let nodes = Nodes::start(3, &[]);
    let other = nodes.writer(2, "notes").await;
    let mut stream = Stream::open(&nodes.nodes[0]).await;
    let dialect = Dialect::new(Protocol::Hocuspocus, "notes");
    let first = [dialect.auth(&nodes.token()).unwrap(), dialect.step_one(&[0])];
    assert_eq!(stream.say(&nodes.nodes[1], &first).await.status, 204);
    let said = [dialect.step_two(&[0, 0]), dialect.update(&words(7, "from a stream"))];
    assert_eq!(stream.say(&nodes.nodes[2], &said).await.status, 204);
    other.wait_text("from a stream", DEADLINE).await.unwrap();
    for way in ["told", "heard"] {
        let said = format!("renexus_bus_messages_total{{way=\"{way}\"}}");
        assert!(nodes.nodes[0].figure(&said).await > 0, "what nodes tell each other is counted");
    }
    let saved = b"\x05notes\x08\x01".to_vec();
    let mut receipts = 0;
    while receipts < 2 {
        receipts += usize::from(stream.message().await.expect("a receipt") == saved);
    }
    // Somebody is still there, says the next one on whichever node.
    for node in [1, 0, 2] {
        assert_eq!(stream.say(&nodes.nodes[node], &[]).await.status, 204);
    }
}

/// SPEC NODE-17, SSE-2: bounds and ends are the same from elsewhere.
#[tokio::test]
async fn a_request_on_another_node_is_refused_as_on_its_own() {
    let nodes = Nodes::start(2, &[("document.update_bytes", "100000")]);
    let (home, far) = (&nodes.nodes[0], &nodes.nodes[1]);
    let guessed = Request::new("POST", "/collab/sse/guessed").bytes(vec![1, 9]);
    assert_eq!(far.ask(guessed).await.status, 404);

    let mut garbage = Stream::open(home).await;
    assert_eq!(garbage.say(far, &[b"\x05notes\xff".to_vec()]).await.status, 204);
    assert_eq!(garbage.closed().await["code"], 1_008);

    let mut large = Stream::open(home).await;
    let path = format!("/collab/sse/{}", large.secret);
    let refused = far.ask(Request::new("POST", &path).bytes(vec![0; 200_000])).await;
    assert_eq!(refused.status, 413, "{}", refused.text());
    assert_eq!(large.closed().await["code"], 1_009);

    let left = Stream::open(home).await;
    let path = format!("/collab/sse/{}", left.secret);
    drop(left);
    until("it is gone everywhere", async || {
        far.ask(Request::new("POST", &path).bytes(Vec::new())).await.status == 404
    })
    .await;
}
