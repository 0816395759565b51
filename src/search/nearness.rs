//! How near meanings are to each other, and many of them in little memory: a number each of eight bits.

use std::cmp::Ordering;
use std::collections::HashSet;

/// What the largest number of a meaning of length 1 becomes.
const STEPS: f32 = 127.0;

/// A meaning of length 1; none when it has no direction.
pub fn normal(vector: &[f32]) -> Option<Vec<f32>> {
    let length = vector.iter().map(|one| one * one).sum::<f32>().sqrt();
    (length.is_normal()).then(|| vector.iter().map(|one| one / length).collect())
}

/// The cosine between two meanings of length 1; those of other lengths have nothing in common.
pub fn likeness(one: &[f32], other: &[f32]) -> f32 {
    if one.len() != other.len() {
        return 0.0;
    }
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// A meaning as bytes.
pub fn to_bytes(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|one| one.to_le_bytes()).collect()
}

/// The meaning in bytes.
pub fn from_bytes(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

/// Many meanings of one length, each with a key.
#[derive(Clone, Debug, Default)]
pub struct Many {
    dimensions: usize,
    keys: Vec<i64>,
    numbers: Vec<i8>,
    last: i64,
}

impl Many {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.numbers.len() + self.keys.len() * size_of::<i64>()
    }

    /// The largest key that was added; 0 when none was.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Takes exactly the memory for so many meanings of a length, and no more until there are more.
    pub fn reserve(&mut self, many: usize, dimensions: usize) {
        self.keys.reserve_exact(many);
        self.numbers.reserve_exact(many.saturating_mul(dimensions));
    }

    /// Adds a meaning of length 1 with a larger key. One of another length is left out.
    pub fn push(&mut self, key: i64, vector: &[f32]) {
        if self.keys.is_empty() {
            self.dimensions = vector.len();
        }
        self.last = key;
        if vector.len() == self.dimensions && !vector.is_empty() {
            self.keys.push(key);
            self.numbers.extend(vector.iter().map(|one| eight_bits(*one)));
        }
    }

    /// Takes a meaning out; the last one takes its place.
    pub fn remove(&mut self, key: i64) {
        let Some(place) = self.keys.iter().position(|known| *known == key) else { return };
        self.keys.swap_remove(place);
        let (to, from) = (place * self.dimensions, self.keys.len() * self.dimensions);
        self.numbers.copy_within(from.., to);
        self.numbers.truncate(from);
    }

    /// The keys of up to `most` that are nearest to a meaning of length 1, among those of `these` if they are named.
    pub fn nearest(&self, vector: &[f32], most: usize, these: Option<&HashSet<i64>>) -> Vec<i64> {
        if vector.len() != self.dimensions || vector.is_empty() || most == 0 {
            return Vec::new();
        }
        let sought: Vec<i8> = vector.iter().map(|one| eight_bits(*one)).collect();
        let all = self.keys.iter().zip(self.numbers.chunks_exact(self.dimensions));
        let mut near: Vec<(i32, i64)> = match these {
            None => all.map(|(key, numbers)| (product(&sought, numbers), *key)).collect(),
            Some(these) => all
                .filter(|(key, _)| these.contains(key))
                .map(|(key, numbers)| (product(&sought, numbers), *key))
                .collect(),
        };
        let order = |one: &(i32, i64), other: &(i32, i64)| -> Ordering { other.cmp(one) };
        if near.len() > most {
            near.select_nth_unstable_by(most - 1, order);
            near.truncate(most);
        }
        near.sort_unstable_by(order);
        near.into_iter().map(|(_, key)| key).collect()
    }
}

/// A number from -1 to 1 in eight bits.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "it is clamped to what fits"
)]
fn eight_bits(number: f32) -> i8 {
    (number.clamp(-1.0, 1.0) * STEPS).round() as i8
}

/// The sum of products, in a form that compilers turn into wide instructions.
fn product(one: &[i8], other: &[i8]) -> i32 {
    one.iter().zip(other).map(|(one, other)| i32::from(i16::from(*one) * i16::from(*other))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Meanings that look like chance, and are the same each time.
    fn vectors(many: u32, dimensions: u32) -> Vec<Vec<f32>> {
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f32::from(u16::try_from(state >> 16).unwrap()) / 32_768.0 - 1.0
        };
        let mut one = || normal(&(0..dimensions).map(|_| next()).collect::<Vec<_>>()).unwrap();
        (0..many).map(|_| one()).collect()
    }

    #[test]
    fn eight_bits_find_what_all_bits_find() {
        let all = vectors(2_000, 64);
        let mut many = Many::default();
        for (key, vector) in (0..).zip(&all) {
            many.push(key, vector);
        }
        for sought in vectors(20, 64) {
            let mut exact: Vec<(f32, i64)> =
                (0..).zip(&all).map(|(key, one)| (likeness(&sought, one), key)).collect();
            exact.sort_by(|one, other| other.0.total_cmp(&one.0));
            let near = many.nearest(&sought, 40, None);
            for (_, key) in exact.iter().take(10) {
                assert!(near.contains(key), "{key}");
            }
        }
        let these = HashSet::from([3, 1_999]);
        let mut found = many.nearest(all.first().unwrap(), 10, Some(&these));
        found.sort_unstable();
        assert_eq!(found, [3, 1_999]);
        assert!(many.nearest(&[1.0], 10, None).is_empty());
    }

    #[test]
    fn what_is_taken_out_is_not_found_and_everything_else_is() {
        let all = vectors(5, 16);
        let mut many = Many::default();
        for (key, vector) in (1..).zip(&all) {
            many.push(key, vector);
        }
        for key in [2, 5, 9] {
            many.remove(key);
        }
        assert_eq!((many.len(), many.bytes(), many.last()), (3, 3 * (16 + 8), 5));
        for (key, vector) in (1..).zip(&all) {
            let nearest = many.nearest(vector, 1, None);
            assert_eq!(nearest == [key], [1, 3, 4].contains(&key), "{key}: {nearest:?}");
        }
    }

    #[test]
    fn bytes_are_little_endian_and_nothing_has_no_direction() {
        assert_eq!(to_bytes(&[1.0]), [0, 0, 0x80, 0x3f]);
        assert_eq!(from_bytes(&to_bytes(&[0.5, -2.0])), [0.5, -2.0]);
        assert_eq!(normal(&[0.0, 0.0]), None);
        assert_eq!(normal(&[3.0, 4.0]).unwrap(), [0.6, 0.8]);
    }
}
