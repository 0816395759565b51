//! Who hears what of an event.

use renexus_actors::limits::WorkspaceLimits;
use renexus_actors::workspace::{Listener, Subscription, Told};
use serde_json::{Value, json};

use crate::{HERE, House, live, next};

fn person(name: &str) -> Listener {
    Listener::Person(name.to_owned())
}

/// The next events: the number of each, and whether it is whole.
async fn heard(subscription: &mut Subscription, count: usize) -> Vec<(i64, bool)> {
    let mut all = Vec::new();
    while all.len() < count {
        match next(subscription).await {
            Some(Told::Event(event)) => {
                assert!(event.data == Value::Null || event.data == json!({}), "{event:?}");
                all.push((event.seq, event.data == Value::Null));
            }
            other => panic!("after {all:?}: {other:?}"),
        }
    }
    all
}

impl House {
    /// Tells that rights changed, which is an event too.
    fn rights_changed(&self) {
        self.tell(&[self.log.append_one(HERE, "access.changed")]);
    }
}

/// SPEC EVT-7: as it happens and from the log; in order, without holes.
#[test]
fn each_hears_as_much_as_they_may() {
    live(async {
        let house = House::new(3, WorkspaceLimits { page: 2, ..WorkspaceLimits::default() });
        house.hearing.admit("ada");
        let mut server = house.subscribe(Some(0)).await;
        let mut ada = house.listen(person("ada"), Some(0)).await;
        let mut bob = house.listen(person("bob"), Some(0)).await;
        house.happen(4);
        let all = |whole: bool| (1..=7).map(|seq| (seq, whole)).collect::<Vec<_>>();
        assert_eq!(heard(&mut server, 7).await, all(true));
        assert_eq!(heard(&mut ada, 7).await, all(true));
        assert_eq!(heard(&mut bob, 7).await, all(false));
    });
}

/// SPEC EVT-7: from the event on that changes rights, not one later.
#[test]
fn rights_that_change_are_in_force_with_the_next_event() {
    live(async {
        let house = House::new(1, WorkspaceLimits::default());
        let mut bob = house.listen(person("bob"), None).await;
        house.happen(1);
        assert_eq!(heard(&mut bob, 1).await, [(2, false)]);
        house.hearing.admit("bob");
        house.rights_changed();
        house.happen(2);
        assert_eq!(heard(&mut bob, 3).await, [(3, true), (4, true), (5, true)]);
        house.hearing.dismiss("bob");
        house.rights_changed();
        house.happen(2);
        assert_eq!(heard(&mut bob, 3).await, [(6, true), (7, false), (8, false)]);
        // Rights of today, whatever they were when it happened.
        let mut again = house.listen(person("bob"), Some(3)).await;
        assert_eq!(heard(&mut again, 2).await, [(4, false), (5, false)]);
    });
}
