//! What a replica takes, what it leaves, and what it says of it.

use super::*;

/// Updates of one author, a letter each.
fn letters(text: &str) -> Vec<Vec<u8>> {
    let author = Doc::new();
    let mut updates = Vec::new();
    for letter in text.chars() {
        let mut txn = author.transact_mut();
        txn.get_or_insert_text("text").push(&mut txn, &letter.to_string());
        updates.push(txn.encode_update_v1());
    }
    updates
}

#[test]
fn only_what_is_known_is_contained() {
    let limits = UpdateLimits::default();
    let mut replica = Replica::new();
    for update in letters("abc") {
        assert!(!replica.contains(&update, &limits), "news of a known author is news");
        assert_eq!(replica.apply(&update, &limits), Applied::New);
        assert!(replica.contains(&update, &limits));
    }
    assert!(replica.contains(&replica.state().unwrap(), &limits));
    assert!(replica.contains(&[0, 0], &limits));
}

#[test]
fn a_deletion_is_news_until_it_is_known() {
    let limits = UpdateLimits::default();
    let author = Doc::new();
    let mut txn = author.transact_mut();
    let text = txn.get_or_insert_text("text");
    text.push(&mut txn, "abc");
    let written = txn.encode_update_v1();
    drop(txn);
    let mut txn = author.transact_mut();
    text.remove_range(&mut txn, 0, 1);
    let deleted = txn.encode_update_v1();
    let mut replica = Replica::new();
    replica.apply(&written, &limits);
    assert!(!replica.contains(&deleted, &limits));
    replica.apply(&deleted, &limits);
    assert!(replica.contains(&deleted, &limits));
}

/// A map in a map in a map, `depth` deep, by one author.
fn tower(depth: usize) -> Vec<u8> {
    use renexus_wire::lib0::{write_length, write_var_string};
    let mut out = vec![1];
    write_length(&mut out, depth);
    out.extend([1, 0, 0x27, 1]);
    write_var_string(&mut out, "root");
    write_var_string(&mut out, "k");
    out.push(1);
    for clock in 0..depth - 1 {
        out.extend([0x27, 0, 1]);
        write_length(&mut out, clock);
        write_var_string(&mut out, "k");
        out.push(1);
    }
    out.push(0);
    out
}

/// SPEC BND-23
#[test]
fn towers_of_types_stay_below_what_the_stack_can_bear() {
    let limits = UpdateLimits::default();
    let mut replica = Replica::new();
    let tall = replica.apply(&tower(NESTED_TYPES + 2), &limits);
    assert_eq!(tall, Applied::Refused(Unacceptable::TooNested));
    let stack = std::thread::Builder::new().stack_size(256 << 20);
    let fall = stack.spawn(move || {
        assert_eq!(replica.apply(&tower(NESTED_TYPES + 1), &limits), Applied::New);
        let bottom = [0, 1, 1, 1, 0, 1];
        assert_eq!(replica.apply(&bottom, &limits), Applied::New, "the tower falls");
        assert_eq!(replica.apply(&tower(2), &limits), Applied::Refused(Unacceptable::TooNested));
    });
    fall.unwrap().join().unwrap();
}

#[test]
fn an_update_without_its_base_is_missing_something_and_leaves_no_trace() {
    let limits = UpdateLimits::default();
    let updates = letters("abc");
    let mut replica = Replica::new();
    assert_eq!(replica.apply(&updates[2], &limits), Applied::Missing { part: None });
    assert_eq!(replica.state(), Replica::new().state());
}

/// SPEC WIRE-15
#[test]
fn of_an_update_that_is_taken_in_part_others_are_told_that_part_alone() {
    let limits = UpdateLimits::default();
    // Two authors, the second of whom goes on behind the first; then both in one update.
    let (first, second) = (letters("ab"), Doc::new());
    let known = first[0].clone();
    let mut txn = second.transact_mut();
    txn.get_or_insert_text("other").push(&mut txn, "free");
    for update in &first {
        txn.apply_update(Update::decode_v1(update).unwrap()).unwrap();
    }
    txn.get_or_insert_text("text").push(&mut txn, "!");
    drop(txn);
    // All that the second one made, without what it builds on.
    let own = StateVector::decode_v1(&{
        let mut replica = Replica::new();
        first.iter().for_each(|update| drop(replica.apply(update, &limits)));
        replica.state_vector()
    });
    let update = second.transact().encode_diff_v1(&own.unwrap());
    let (mut here, mut there) = (Replica::new(), Replica::new());
    here.apply(&known, &limits);
    there.apply(&known, &limits);
    let Applied::Missing { part: Some(part) } = here.apply(&update, &limits) else {
        panic!("a part of it")
    };
    assert_eq!(there.apply(&part, &limits), Applied::New);
    assert_eq!(there.state_vector(), here.state_vector());
    assert_eq!(there.read(export::to_text), "free\n\na");
}
