//! Events in order, exactly once, or a reset.

use std::sync::atomic::Ordering;
use std::time::Duration;

use renexus_actors::limits::WorkspaceLimits;
use renexus_actors::registry::OpenError;
use renexus_actors::workspace::{Happened, Listener, OpenWorkspace, Told};

use crate::{House, hears, live, next, until};

/// SPEC EVT-2: what was announced late, twice or never is told once, in order.
#[test]
fn a_hole_is_read_from_the_log_before_anything_behind_it_is_told() {
    live(async {
        let house = House::new(2, WorkspaceLimits::default());
        let mut subscription = house.subscribe(None).await;
        let events = house.log.append(super::HERE, 6);
        house.tell(&events[3..4]);
        house.tell(&events[..2]);
        house.tell(&events[3..5]);
        house.tell(&events[5..]);
        assert_eq!(hears(&mut subscription, 6).await, [3, 4, 5, 6, 7, 8]);
        house.happen(1);
        assert_eq!(hears(&mut subscription, 1).await, [9]);
    });
}

/// SPEC EVT-3: page by page from the log, and then as they happen.
#[test]
fn who_resumes_hears_the_rest_and_goes_on() {
    live(async {
        let house = House::new(50, WorkspaceLimits { page: 7, ..WorkspaceLimits::default() });
        let mut subscription = house.subscribe(Some(10)).await;
        house.happen(5);
        house.happen(5);
        assert_eq!(hears(&mut subscription, 50).await, (11..=60).collect::<Vec<_>>());
        let mut late = house.subscribe(Some(60)).await;
        house.happen(1);
        assert_eq!(hears(&mut late, 1).await, [61]);
    });
}

/// SPEC EVT-3: the log is ahead of what was announced.
#[test]
fn who_knows_more_than_was_announced_misses_nothing() {
    live(async {
        let house = House::new(3, WorkspaceLimits::default());
        let mut first = house.subscribe(None).await;
        house.log.append(super::HERE, 3);
        let mut ahead = house.subscribe(Some(5)).await;
        assert_eq!(hears(&mut ahead, 1).await, [6]);
        assert_eq!(hears(&mut first, 3).await, [4, 5, 6]);
    });
}

/// SPEC EVT-3: nor when it is announced while the log is asked.
#[test]
fn what_is_announced_while_the_log_is_asked_is_not_missed() {
    live(async {
        let house = House::new(3, WorkspaceLimits::default());
        let channel = house.channel().await;
        let _first = house.subscribe(None).await;
        let events = house.log.append(super::HERE, 4);
        let announced = Happened { workspace: super::HERE.into(), events };
        // The workspace finds both in its mailbox, in this order.
        let (ahead, ()) = tokio::join!(channel.subscribe(Listener::Server, Some(5)), async {
            channel.address.do_send(announced);
        });
        let mut ahead = ahead.expect("a subscription");
        house.happen(1);
        assert_eq!(hears(&mut ahead, 3).await, [6, 7, 8]);
    });
}

/// SPEC EVT-4: never a part of the gap.
#[test]
fn who_missed_more_than_can_be_told_is_reset() {
    live(async {
        let limits = WorkspaceLimits { resume_events: 5, ..WorkspaceLimits::default() };
        let house = House::new(10, limits);
        house.log.prune(super::HERE, 7);
        // Too old for the log, too many, never given, and not a number of an event.
        for after in [6, 1, 99, -1] {
            let mut subscription = house.subscribe(Some(after)).await;
            assert_eq!(next(&mut subscription).await, Some(Told::Reset(10)), "{after}");
        }
        let mut subscription = house.subscribe(Some(7)).await;
        assert_eq!(hears(&mut subscription, 3).await, [8, 9, 10]);
        let mut reset = house.subscribe(Some(2)).await;
        assert_eq!(next(&mut reset).await, Some(Told::Reset(10)));
        house.happen(1);
        assert_eq!(hears(&mut reset, 1).await, [11]);
    });
}

/// SPEC EVT-5: others go on.
#[test]
fn a_subscriber_that_lags_is_ended_with_a_reset() {
    live(async {
        let house =
            House::new(0, WorkspaceLimits { subscriber_events: 4, ..WorkspaceLimits::default() });
        let mut slow = house.subscribe(None).await;
        let mut quick = house.subscribe(None).await;
        for seq in 1..=6 {
            house.happen(1);
            assert_eq!(hears(&mut quick, 1).await, [seq]);
        }
        assert_eq!(hears(&mut slow, 4).await, [1, 2, 3, 4]);
        assert_eq!(next(&mut slow).await, Some(Told::Reset(5)));
        assert_eq!(next(&mut slow).await, None);
    });
}

/// SPEC EVT-3: who is slow while it catches up is waited for.
#[test]
fn catching_up_takes_no_more_than_the_line_holds() {
    live(async {
        let house =
            House::new(40, WorkspaceLimits { subscriber_events: 3, ..WorkspaceLimits::default() });
        let mut subscription = house.subscribe(Some(0)).await;
        assert_eq!(hears(&mut subscription, 40).await, (1..=40).collect::<Vec<_>>());
    });
}

#[test]
fn a_log_that_fails_is_asked_again() {
    live(async {
        let house = House::new(0, WorkspaceLimits::default());
        let mut subscription = house.subscribe(None).await;
        let events = house.log.append(super::HERE, 3);
        house.log.fail(3);
        house.tell(&events[2..]);
        assert_eq!(hears(&mut subscription, 3).await, [1, 2, 3]);
    });
}

#[test]
fn a_channel_rests_when_nobody_is_in_it_and_opens_again() {
    live(async {
        let idle = Duration::from_millis(20);
        let house = House::new(1, WorkspaceLimits { idle, ..WorkspaceLimits::default() });
        drop(house.subscribe(None).await);
        until("it leaves the memory", || house.open.0.load(Ordering::SeqCst) == 0).await;
        house.happen(1);
        let mut subscription = house.subscribe(Some(0)).await;
        assert_eq!(hears(&mut subscription, 2).await, [1, 2]);
        let unknown = OpenWorkspace { workspace: "nowhere".into() };
        let answer = house.directory.send(unknown).await.expect("a directory");
        assert_eq!(answer.map(|_| ()), Err(OpenError::NotFound));
    });
}
