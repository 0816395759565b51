//! Ranks: the order of cards on a board.
//!
//! A rank is a fraction written with 62 digits: six for the whole part, then as
//! many as are needed, the last one not zero. Ranks sort bytewise, so the same
//! in every engine, and between any two there is always another. Cards of equal
//! rank are told apart by their ids.

use std::fmt;

use thiserror::Error;

/// Digits in their bytewise order.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// How many digits there are.
const BASE: u64 = 62;
/// Digits of the whole part: room for 28 billion cards on either side of the first.
const WHOLE: usize = 6;
/// The whole part of the first rank, in the middle.
const MIDDLE: u64 = 31 * BASE.pow(5);
/// The last whole part.
const LAST: u64 = BASE.pow(6) - 1;
/// Characters above which a rank asks for its neighbours to be spread anew.
pub const LONG: usize = 24;
/// Characters above which a rank is not one of ours.
const MAX: usize = 128;

/// Why a string is no rank.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{0}` is not a rank")]
pub struct InvalidRank(String);

/// Why there is no rank between two others.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("there is no room between two ranks that are equal or in the wrong order")]
pub struct NoRoom;

/// A place in an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    whole: u64,
    fraction: Vec<u8>,
}

impl Rank {
    /// The rank of the first card.
    pub fn first() -> Self {
        Self { whole: MIDDLE, fraction: Vec::new() }
    }

    /// Reads a rank.
    pub fn parse(text: &str) -> Result<Self, InvalidRank> {
        let wrong = || InvalidRank(text.chars().take(MAX).collect());
        let digits: Option<Vec<u8>> = text.bytes().map(digit).collect();
        let digits = digits.filter(|digits| digits.len() <= MAX).ok_or_else(wrong)?;
        let (whole, fraction) = digits.split_at_checked(WHOLE).ok_or_else(wrong)?;
        if fraction.last() == Some(&0) {
            return Err(wrong());
        }
        let whole = whole.iter().fold(0, |whole, digit| whole * BASE + u64::from(*digit));
        Ok(Self { whole, fraction: fraction.to_vec() })
    }

    /// A rank between two others; without one of them, behind or before the other.
    pub fn between(lower: Option<&Self>, upper: Option<&Self>) -> Result<Self, NoRoom> {
        match (lower, upper) {
            (None, None) => Ok(Self::first()),
            (Some(lower), None) if lower.whole < LAST => Ok(Self::at(lower.whole + 1)),
            (Some(lower), None) => {
                Ok(Self { whole: LAST, fraction: middle(&lower.fraction, None) })
            }
            (None, Some(upper)) if upper.whole > 0 => Ok(Self::at(upper.whole - 1)),
            // A first fraction of the first whole part: nothing but fractions lies before it.
            (None, Some(upper)) if upper.fraction.is_empty() => Err(NoRoom),
            (None, Some(upper)) => {
                Ok(Self { whole: 0, fraction: middle(&[], Some(&upper.fraction)) })
            }
            (Some(lower), Some(upper)) if lower >= upper => Err(NoRoom),
            (Some(lower), Some(upper)) => Ok(lower.towards(upper)),
        }
    }

    /// `count` ranks between two others, evenly.
    pub fn spread(
        lower: Option<&Self>,
        upper: Option<&Self>,
        count: usize,
    ) -> Result<Vec<Self>, NoRoom> {
        if count == 0 {
            return Ok(Vec::new());
        }
        // Towards an open end whole steps are shorter than halves.
        let before = match (lower, upper) {
            (_, None) => count - 1,
            (None, Some(_)) => 0,
            (Some(_), Some(_)) => count / 2,
        };
        if upper.is_none() || lower.is_none() {
            return Self::row(lower, upper, count);
        }
        let pivot = Self::between(lower, upper)?;
        let mut ranks = Self::spread(lower, Some(&pivot), before)?;
        let behind = Self::spread(Some(&pivot), upper, count - 1 - before)?;
        ranks.push(pivot);
        ranks.extend(behind);
        Ok(ranks)
    }

    /// One after the other, towards the open end.
    fn row(lower: Option<&Self>, upper: Option<&Self>, count: usize) -> Result<Vec<Self>, NoRoom> {
        let mut ranks: Vec<Self> = Vec::with_capacity(count);
        for _ in 0..count {
            let rank = match upper {
                None => Self::between(ranks.last().or(lower), None)?,
                Some(_) => Self::between(None, ranks.last().or(upper))?,
            };
            ranks.push(rank);
        }
        if upper.is_some() {
            ranks.reverse();
        }
        Ok(ranks)
    }

    /// Whether it has grown so long that its neighbourhood should be spread anew.
    pub fn is_long(&self) -> bool {
        WHOLE + self.fraction.len() > LONG
    }

    fn at(whole: u64) -> Self {
        Self { whole, fraction: Vec::new() }
    }

    /// Between this one and a higher one.
    fn towards(&self, upper: &Self) -> Self {
        let room = upper.whole - self.whole;
        if room > 1 {
            return Self::at(self.whole + room / 2);
        }
        if room == 1 && !upper.fraction.is_empty() {
            return Self::at(upper.whole);
        }
        let end = (room == 0).then_some(upper.fraction.as_slice());
        Self { whole: self.whole, fraction: middle(&self.fraction, end) }
    }
}

/// A fraction between two others, as short as halving makes it; without an upper one, below 1.
///
/// `lower < upper`, and neither ends in zero.
fn middle(lower: &[u8], upper: Option<&[u8]>) -> Vec<u8> {
    let mut made = Vec::new();
    let mut upper = upper;
    let mut place = 0;
    loop {
        let low = u64::from(lower.get(place).copied().unwrap_or(0));
        let high = match upper {
            None => BASE,
            Some(upper) => u64::from(upper.get(place).copied().unwrap_or(0)),
        };
        if high > low + 1 {
            made.push(narrow((low + high) / 2));
            return made;
        }
        if high == low + 1
            && let Some(longer) = upper
            && longer.len() > place + 1
        {
            made.push(narrow(high));
            return made;
        }
        made.push(narrow(low));
        if high > low {
            // Below this digit of the upper one everything is free.
            upper = None;
        }
        place += 1;
    }
}

fn narrow(digit: u64) -> u8 {
    u8::try_from(digit).unwrap_or(u8::MAX)
}

fn digit(character: u8) -> Option<u8> {
    DIGITS.iter().position(|digit| *digit == character).and_then(|place| u8::try_from(place).ok())
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut whole = [0_u8; WHOLE];
        let mut rest = self.whole;
        for place in whole.iter_mut().rev() {
            *place = narrow(rest % BASE);
            rest /= BASE;
        }
        let digits = whole.iter().chain(&self.fraction);
        let letters = digits.filter_map(|digit| DIGITS.get(usize::from(*digit)));
        letters.copied().map(char::from).try_for_each(|letter| write!(f, "{letter}"))
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};

    use super::*;

    fn rank(text: &str) -> Rank {
        Rank::parse(text).unwrap()
    }

    fn between(lower: &str, upper: &str) -> String {
        let made = Rank::between(Some(&rank(lower)), Some(&rank(upper))).unwrap();
        let text = made.to_string();
        assert!(lower < text.as_str() && text.as_str() < upper, "{lower} < {text} < {upper}");
        assert_eq!(rank(&text), made);
        text
    }

    #[test]
    fn there_is_room_between_any_two() {
        assert_eq!(between("V00000", "V00002"), "V00001");
        assert_eq!(between("V00000", "V00001"), "V00000V");
        assert_eq!(between("V00000", "V000001"), "V000000V");
        assert_eq!(between("V00000zz", "V00001"), "V00000zzV");
        assert_eq!(between("V00000", "V00001V"), "V00001");
        assert_eq!(between("V000001", "V000002"), "V000001V");
        assert_eq!(between("V000001zz", "V000002"), "V000001zzV");
        assert_eq!(between("V000001", "V0000021"), "V000002");
        assert_eq!(between("Uzzzzz", "V00000"), "UzzzzzV");
    }

    #[test]
    fn ends_are_open() {
        let first = Rank::between(None, None).unwrap();
        assert_eq!(first.to_string(), "V00000");
        assert_eq!(Rank::between(Some(&first), None).unwrap().to_string(), "V00001");
        assert_eq!(Rank::between(None, Some(&first)).unwrap().to_string(), "Uzzzzz");
        let (low, high) = (rank("0000000V"), rank("zzzzzz"));
        assert!(Rank::between(None, Some(&low)).unwrap() < low);
        assert!(Rank::between(Some(&high), None).unwrap() > high);
        assert_eq!(Rank::between(None, Some(&rank("000000"))), Err(NoRoom));
        assert_eq!(Rank::between(Some(&first), Some(&first)), Err(NoRoom));
        assert_eq!(Rank::between(Some(&high), Some(&low)), Err(NoRoom));
    }

    #[test]
    fn what_is_no_rank_is_refused() {
        for text in ["", "V0000", "V000000", "V00000é", "V00000-1", &"V".repeat(129)] {
            assert!(Rank::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_thousand_cards_at_one_end_stay_short() {
        let mut last = Rank::first();
        let mut first = Rank::first();
        for _ in 0..1_000 {
            last = Rank::between(Some(&last), None).unwrap();
            first = Rank::between(None, Some(&first)).unwrap();
        }
        assert_eq!((last.to_string().len(), first.to_string().len()), (6, 6));
    }

    /// A hundred drops on one spot reach the bound, and spreading brings them back.
    #[test]
    fn a_crowded_spot_is_spread_anew() {
        let (lower, mut upper) = (rank("V00000"), rank("V00001"));
        let mut drops = 0;
        while !upper.is_long() {
            upper = Rank::between(Some(&lower), Some(&upper)).unwrap();
            drops += 1;
        }
        assert!(drops > 80, "{drops}");
        let spread = Rank::spread(Some(&lower), Some(&rank("V00001")), 128).unwrap();
        assert_eq!(spread.len(), 128);
        assert!(spread.iter().all(|rank| rank.to_string().len() <= WHOLE + 3));
        for ends in [(None, None), (Some(&lower), None), (None, Some(&lower))] {
            let spread = Rank::spread(ends.0, ends.1, 50).unwrap();
            assert!(spread.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(spread.iter().all(|rank| rank.to_string().len() == WHOLE));
        }
    }

    /// Whatever is dropped where: the strings sort as the ranks do, and as the cards lie.
    #[test]
    fn any_order_of_drops_keeps_the_order() {
        let seed = rand::rng().random();
        println!("seed {seed}");
        let mut dice = StdRng::seed_from_u64(seed);
        for _ in 0..50 {
            let mut cards: Vec<Rank> = Vec::new();
            for _ in 0..200 {
                let spot = if dice.random_bool(0.5) {
                    dice.random_range(0..=cards.len())
                } else {
                    cards.len() / 2
                };
                let lower = spot.checked_sub(1).and_then(|spot| cards.get(spot));
                let made = Rank::between(lower, cards.get(spot)).unwrap();
                cards.insert(spot, made);
            }
            let texts: Vec<_> = cards.iter().map(ToString::to_string).collect();
            assert!(texts.windows(2).all(|pair| pair[0] < pair[1]), "{texts:?}");
            assert!(texts.iter().zip(&cards).all(|(text, card)| rank(text) == *card));
        }
    }
}
