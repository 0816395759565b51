//! The `Range` of a request (RFC 9110, section 14).

use std::ops::Range;

use super::FileError;

/// Which bytes a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    Whole,
    /// These.
    Part(Range<u64>),
}

/// Reads a `Range` header for a file of this many bytes.
///
/// What is no byte range, and several ranges at once, is ignored, as a server may; a range
/// that lies outside of the file is an error.
pub fn wanted(header: Option<&str>, size: u64) -> Result<Wanted, FileError> {
    let Some(spec) = header.and_then(single) else { return Ok(Wanted::Whole) };
    let Some(range) = resolved(spec, size) else { return Ok(Wanted::Whole) };
    match range {
        Some(range) => Ok(Wanted::Part(range)),
        None => Err(FileError::Range(size)),
    }
}

/// The one range of a header in bytes.
fn single(header: &str) -> Option<(&str, &str)> {
    let (unit, spec) = header.trim().split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || spec.contains(',') {
        return None;
    }
    spec.trim().split_once('-')
}

/// The bytes that a range means; the outer `None` is no range at all, the inner one lies outside.
#[allow(clippy::option_option, reason = "malformed and unsatisfiable are answered differently")]
fn resolved((first, last): (&str, &str), size: u64) -> Option<Option<Range<u64>>> {
    if first.is_empty() {
        let length = number(last)?.min(size);
        return Some((length > 0).then(|| size - length..size));
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    let end = last.saturating_add(1).min(size);
    Some((first < end).then_some(first..end))
}

/// Digits alone; numbers beyond 64 bits are as large as can be.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(range: Range<u64>) -> Result<Wanted, u64> {
        Ok(Wanted::Part(range))
    }

    fn read(header: &str, size: u64) -> Result<Wanted, u64> {
        wanted(Some(header), size).map_err(|error| match error {
            FileError::Range(size) => size,
            other => panic!("{other}"),
        })
    }

    /// SPEC FILE-9
    #[test]
    fn ranges_are_read_as_the_rfc_has_them() {
        assert_eq!(read("bytes=0-499", 10_000), part(0..500));
        assert_eq!(read("bytes=9500-", 10_000), part(9_500..10_000));
        assert_eq!(read("bytes=-500", 10_000), part(9_500..10_000));
        assert_eq!(read("Bytes = 0-0", 10_000), part(0..1));
        assert_eq!(read("bytes=5-99999999999999999999999", 10), part(5..10));
        assert_eq!(read("bytes=-99", 10), part(0..10));
    }

    /// SPEC FILE-9
    #[test]
    fn what_lies_outside_is_refused_and_what_is_no_range_ignored() {
        for outside in ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"] {
            assert_eq!(read(outside, 10), Err(10), "{outside}");
        }
        assert_eq!(read("bytes=0-", 0), Err(0));
        for ignored in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-2",
            "lines=1-2",
            "bytes=0-1,3-4",
            "bytes=+1-2",
            "bytes=--1",
        ] {
            assert_eq!(read(ignored, 10), Ok(Wanted::Whole), "{ignored}");
        }
        assert_eq!(wanted(None, 10).unwrap(), Wanted::Whole);
    }
}
