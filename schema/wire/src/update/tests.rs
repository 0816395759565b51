//! One test per rule of the validator.

use super::*;
use crate::lib0::{ReadError, write_length, write_var_string, write_var_uint};

/// An update of one client with one block, and no deletions.
fn block(info: u8, rest: &[&[u8]]) -> Vec<u8> {
    [&[1, 1, 5, 0, info][..], &rest.concat(), &[0]].concat()
}

/// An item at the start of root `t`.
fn item(content: u8, body: &[u8]) -> Vec<u8> {
    block(content, &[&[1, 1, b't'], body])
}

fn text(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    write_var_string(&mut out, text);
    out
}

fn number(value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    write_var_uint(&mut out, value);
    out
}

/// Values of an array, one after another.
fn values(count: usize, bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    write_length(&mut body, count);
    body.extend_from_slice(bytes);
    item(8, &body)
}

fn check(bytes: &[u8]) -> Result<UpdateSummary, InvalidUpdate> {
    validate(bytes, &UpdateLimits::default())
}

#[track_caller]
fn passes(bytes: &[u8]) -> UpdateSummary {
    check(bytes).unwrap_or_else(|refusal| panic!("{refusal}: {bytes:02x?}"))
}

macro_rules! refused {
    ($bytes:expr, $reason:pat) => {
        let verdict = check(&$bytes);
        assert!(matches!(verdict, Err($reason)), "{verdict:?}");
    };
}

#[test]
fn an_empty_update_is_empty() {
    assert!(passes(&[0, 0]).is_empty());
    assert!(!passes(&[0, 1, 5, 1, 0, 1]).is_empty());
}

#[test]
fn a_summary_counts() {
    let two_clients = [2, 3, 9, 0, 0, 4, 10, 1, 7, 0, 3, 2, 1, 1, 3, 7, 0, 1, 1, 3, 2, 0, 1, 5, 9];
    let counted =
        UpdateSummary { clients: 2, blocks: 4, nested_types: 1, deletions: 2, deleted: 10 };
    assert_eq!(passes(&two_clients), counted);
}

#[test]
fn every_content_passes() {
    passes(&item(1, &[3]));
    passes(&item(3, &[0]));
    passes(&item(4, &text("漢😀")));
    passes(&item(5, &text(r#"{"image":"[[[["}"#)));
    passes(&item(6, &[text(""), text("null")].concat()));
    for shared_type in [0, 1, 2, 4, 6] {
        passes(&item(7, &[shared_type]));
    }
    passes(&item(7, &[vec![3], text("p")].concat()));
    passes(&item(9, &[text("guid"), vec![118, 0]].concat()));
    passes(&block(0x24, &[&[1, 0, 0], &text("a")]));
    passes(&[1, 1, 5, 9, 0xe4, 5, 8, 7, 0, 1, b'x', 0]);
}

#[test]
fn every_value_passes() {
    let long_number = [&[125][..], &[0xbf], &[0xff; 6], &[0x1f]].concat();
    let kinds: [&[u8]; 14] = [
        &[127],
        &[126],
        &[121],
        &[120],
        &[125, 0x41],
        &long_number,
        &[124, 0, 0, 0, 0],
        &[123, 0, 0, 0, 0, 0, 0, 0, 0],
        &[122, 255, 0, 0, 0, 0, 0, 0, 0],
        &[119, 1, b'a'],
        &[116, 2, 0, 255],
        &[117, 0],
        &[118, 0],
        &[118, 2, 1, b'k', 117, 1, 126, 1, b'k', 127],
    ];
    passes(&values(kinds.len(), &kinds.concat()));
}

#[test]
fn sizes_have_limits() {
    let limits = UpdateLimits { bytes: 19, clients: 1, blocks: 2, depth: 1 };
    let two_clients = [2, 1, 9, 0, 0, 4, 1, 3, 7, 0, 1, 0];
    let three_blocks = [1, 3, 5, 0, 0, 1, 0, 1, 0, 1, 0];
    let two_deleted = [0, 2, 9, 1, 0, 1, 7, 1, 0, 1];
    let too_many = |bytes: &[u8], expected| match validate(bytes, &limits) {
        Err(InvalidUpdate::TooMany { field, limit, .. }) => assert_eq!((field, limit), expected),
        verdict => panic!("{verdict:?}"),
    };
    too_many(&two_clients, ("writing clients", 1));
    too_many(&three_blocks, ("blocks", 2));
    too_many(&two_deleted, ("deleted clients", 1));
    let large = InvalidUpdate::TooLarge { bytes: 20, limit: 19 };
    assert_eq!(validate(&[0; 20], &limits), Err(large));
    let nested = validate(&values(1, &[117, 1, 117, 0]), &limits);
    assert_eq!(nested, Err(InvalidUpdate::TooDeep { field: "value", limit: 1, offset: 11 }));
}

#[test]
fn declared_counts_must_fit_the_bytes() {
    refused!(number(1 << 20), InvalidUpdate::BeyondEnd { field: "writing clients", .. });
    let blocks = [vec![1], number(1 << 31), vec![5, 0, 0, 1, 0]].concat();
    refused!(blocks, InvalidUpdate::BeyondEnd { field: "blocks", .. });
    refused!([0, 9, 5, 1, 0, 1], InvalidUpdate::BeyondEnd { field: "deleted clients", .. });
    refused!([0, 1, 5, 9, 0, 1], InvalidUpdate::BeyondEnd { field: "deleted ranges", .. });
    refused!(values(99, &[127]), InvalidUpdate::BeyondEnd { field: "values", .. });
    refused!(values(1, &[117, 99]), InvalidUpdate::BeyondEnd { field: "array values", .. });
    refused!(values(1, &[118, 2, 0]), InvalidUpdate::BeyondEnd { field: "object entries", .. });
}

#[test]
fn values_and_json_have_a_depth() {
    let tower = |levels: usize| values(1, &[[117, 1].repeat(levels), vec![127]].concat());
    passes(&tower(64));
    refused!(tower(65), InvalidUpdate::TooDeep { field: "value", limit: 64, .. });
    let json = |levels: usize| item(5, &text(&("[".repeat(levels) + &"]".repeat(levels))));
    passes(&json(64));
    refused!(json(65), InvalidUpdate::TooDeep { field: "embed", .. });
    // Brackets in strings do not nest, siblings do not add up.
    passes(&item(5, &text(&format!(r#""{}\"{}""#, "[".repeat(99), "{".repeat(99)))));
    passes(&item(5, &text(&format!("[{}]", "[],".repeat(99)))));
    let format = [text("a"), text(&"{".repeat(70))].concat();
    refused!(item(6, &format), InvalidUpdate::TooDeep { field: "format value", .. });
}

#[test]
fn nothing_may_be_empty_that_spans_ids() {
    refused!(item(4, &[0]), InvalidUpdate::Empty { field: "text", .. });
    refused!(item(1, &[0]), InvalidUpdate::Empty { field: "deleted content", .. });
    refused!(values(0, &[]), InvalidUpdate::Empty { field: "values", .. });
    refused!(block(0, &[&[0]]), InvalidUpdate::Empty { field: "placeholder", .. });
    refused!(block(10, &[&[0]]), InvalidUpdate::Empty { field: "placeholder", .. });
    refused!([1, 0, 5, 0, 0, 0, 0], InvalidUpdate::Empty { field: "blocks", .. });
    refused!([0, 1, 5, 0, 0, 1], InvalidUpdate::Empty { field: "deleted ranges", .. });
    refused!([0, 1, 5, 1, 0, 0], InvalidUpdate::Empty { field: "deleted length", .. });
}

#[test]
fn numbers_stay_in_range() {
    let far = number(1 << 53);
    let client = [&[1, 1][..], &far, &[0, 0, 1, 0]].concat();
    refused!(client, InvalidUpdate::OutOfRange { field: "client", offset: 2 });
    let late = number((1 << 31) - 1);
    refused!([&[1, 1, 5][..], &late, &[0, 1, 0]].concat(), InvalidUpdate::OutOfRange { .. });
    passes(&[&[1, 1, 5][..], &number((1 << 31) - 2), &[0, 1, 0]].concat());
    refused!(block(0, &[&number(u64::MAX)]), InvalidUpdate::OutOfRange { .. });
    refused!([&[0, 1, 5, 1][..], &late, &[1]].concat(), InvalidUpdate::OutOfRange { .. });
    let left = block(0x84, &[&[6], &number(1 << 31), &text("x")]);
    refused!(left, InvalidUpdate::OutOfRange { field: "left neighbour", .. });
    let long_number = [&[125][..], &[0xbf], &[0xff; 6], &[0x3f]].concat();
    refused!(values(1, &long_number), InvalidUpdate::OutOfRange { field: "value", .. });
    let padded = [&[125][..], &[0x80; 9], &[0]].concat();
    refused!(values(1, &padded), InvalidUpdate::OutOfRange { field: "value", .. });
}

#[test]
fn unknown_kinds_are_refused() {
    for content in [0, 10, 11, 15, 16, 20, 24, 31] {
        let bytes = block(0x80 | content, &[&[6, 0], &text("x")]);
        refused!(bytes, InvalidUpdate::Unknown { field: "content", offset: 4, .. });
    }
    for shared_type in [7, 8, 9, 15, 255] {
        refused!(item(7, &[shared_type]), InvalidUpdate::Unknown { field: "shared type", .. });
    }
    for tag in [0, 115, 128, 255] {
        refused!(values(1, &[tag]), InvalidUpdate::Unknown { field: "value tag", .. });
    }
    let parent = block(4, &[&[2, 1, b't'], &text("x")]);
    refused!(parent, InvalidUpdate::Unknown { field: "parent kind", value: 2, offset: 5 });
}

#[test]
fn what_the_engine_misreads_is_refused() {
    let json = item(2, &[vec![1], text("undefined")].concat());
    refused!(json, InvalidUpdate::Unsupported { kind: "JSON content", .. });
    let hook = item(7, &[vec![5], text("hook")].concat());
    refused!(hook, InvalidUpdate::Unsupported { kind: "XML hook", .. });
}

#[test]
fn no_item_refers_to_itself_or_later() {
    for (info, body) in [(0x84, &[5, 0][..]), (0x44, &[5, 7]), (0x04, &[0, 5, 0])] {
        let bytes = block(info, &[body, &text("x")]);
        refused!(bytes, InvalidUpdate::FromTheFuture { .. });
    }
}

#[test]
fn clients_and_ranges_do_not_repeat() {
    let twins = [3, 1, 5, 0, 0, 1, 1, 9, 0, 0, 1, 1, 5, 1, 0, 1, 0];
    refused!(twins, InvalidUpdate::Repeated { field: "writing clients", .. });
    passes(&[2, 1, 5, 0, 0, 1, 1, 9, 0, 0, 1, 0]);
    refused!([0, 2, 5, 1, 0, 1, 5, 1, 4, 1], InvalidUpdate::Repeated { .. });
    refused!([0, 1, 5, 2, 4, 2, 5, 1], InvalidUpdate::Repeated { field: "deleted ranges", .. });
    refused!([0, 1, 5, 2, 4, 2, 0, 1], InvalidUpdate::Repeated { field: "deleted ranges", .. });
    passes(&[0, 1, 5, 2, 4, 2, 6, 1]);
}

#[test]
fn damaged_bytes_are_refused() {
    refused!([], InvalidUpdate::Unreadable { reason: ReadError::UnexpectedEnd, .. });
    refused!([0, 0, 0], InvalidUpdate::Trailing { count: 1, offset: 2 });
    refused!([0x80; 30], InvalidUpdate::Unreadable { reason: ReadError::NumberTooLong, .. });
    let half = item(4, &[2, 0xc3, b'x']);
    refused!(half, InvalidUpdate::Unreadable { field: "text", reason: ReadError::NotUtf8, .. });
    let whole = item(9, &[text("guid"), vec![118, 1, 0, 119, 1, b'x']].concat());
    for end in 0..whole.len() {
        assert!(check(&whole[..end]).is_err(), "cut at {end}");
    }
}
