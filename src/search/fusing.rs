//! Bringing several rankings of the same things together: what stands far up in one of them comes before what stands
//! in the middle of all. Reciprocal rank fusion, as Cormack, Clarke and Büttcher describe it (2009).

use std::collections::HashMap;
use std::hash::Hash;

/// How little the very first places differ. The value of that paper.
const EVEN: f64 = 60.0;

/// All things of some rankings, the best first. What is even stays in the order of the first ranking that has it.
pub fn fused<T: Copy + Eq + Hash>(rankings: &[Vec<T>]) -> Vec<T> {
    let mut scores: HashMap<T, (f64, usize)> = HashMap::new();
    for ranking in rankings {
        let mut place = EVEN;
        for thing in ranking {
            place += 1.0;
            let first = scores.len();
            scores.entry(*thing).or_insert((0.0, first)).0 += place.recip();
        }
    }
    let mut all: Vec<(T, (f64, usize))> = scores.into_iter().collect();
    all.sort_by(|(_, (one, first)), (_, (other, second))| {
        other.total_cmp(one).then(first.cmp(second))
    });
    all.into_iter().map(|(thing, _)| thing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_know_comes_first_and_one_alone_stays_as_it_is() {
        assert_eq!(fused(&[vec![1, 2, 3]]), [1, 2, 3]);
        assert_eq!(fused(&[vec![1, 2, 3], vec![3, 9]]), [3, 1, 2, 9]);
        assert_eq!(fused(&[vec![], vec![7]]), [7]);
        assert!(fused::<u8>(&[]).is_empty());
    }
}
