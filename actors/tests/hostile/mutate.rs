//! Damage, made from a seed.

/// SplitMix64: every seed is a good one.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, or 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    fn byte(&mut self) -> u8 {
        let [low, ..] = self.next().to_le_bytes();
        low
    }
}

/// Damages `bytes` in one to four places; `other` lends pieces.
pub(crate) fn mutate(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(12)).min(bytes.len());
        match random.below(9) {
            0 => touch(bytes, at, |_| random.byte()),
            1 => touch(bytes, at, |byte| byte ^ (1 << random.below(8))),
            2 | 3 => touch(bytes, at, |byte| byte.wrapping_add(1)),
            4 | 5 => touch(bytes, at, |byte| byte.wrapping_sub(1)),
            6 => drop(bytes.drain(at.min(end)..end)),
            7 => bytes.insert(at, random.byte()),
            _ => {
                let from = random.below(other.len());
                let piece = other.get(from..(from + end - at.min(end)).min(other.len()));
                bytes.splice(at.min(end)..end, piece.unwrap_or_default().iter().copied());
            }
        }
    }
}

fn touch(bytes: &mut [u8], at: usize, change: impl FnOnce(u8) -> u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = change(*byte);
    }
}
