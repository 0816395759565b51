//! Where in a text something was found, and the piece of it that shows that.

use super::terms::is_unspaced;

/// Characters of a piece.
const PIECE: usize = 200;
/// Characters of it in front of the first place.
const BEFORE: usize = 60;
/// Characters of a text that are looked through; what stands behind them is found, but not shown.
const LOOKED: usize = 65_536;
/// Places that are marked in one piece.
const PLACES: usize = 20;

/// A piece of a text, and the places in it, in UTF-16 code units, from and to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The piece; `…` stands where something was left out.
    pub text: String,
    /// The places, in order.
    pub places: Vec<(usize, usize)>,
}

/// A whole text with its places.
pub fn whole(text: &str, sought: &[String]) -> Marked {
    let letters: Vec<char> = text.chars().collect();
    marked(&letters, &places(&letters, sought))
}

/// The piece of a text around the first place; its beginning when there is none.
pub fn piece(text: &str, sought: &[String]) -> Marked {
    let letters: Vec<char> = text
        .chars()
        .take(LOOKED)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let found = places(&letters, sought);
    let first = found.first().map_or(0, |(from, _)| *from);
    let from = first.saturating_sub(BEFORE);
    let to = letters.len().min(from + PIECE);
    let mut shown: Vec<char> = Vec::with_capacity(PIECE + 2);
    let shift = usize::from(from > 0);
    shown.extend((from > 0).then_some('…'));
    shown.extend(letters.get(from..to).unwrap_or_default());
    shown.extend((to < letters.len()).then_some('…'));
    let inside = found.into_iter().filter(|(_, end)| *end <= to);
    let moved: Vec<_> =
        inside.map(|(begin, end)| (begin - from + shift, end - from + shift)).collect();
    marked(&shown, &moved)
}

/// Where words begin as they are sought, in characters; a place that another one covers is left out.
fn places(letters: &[char], sought: &[String]) -> Vec<(usize, usize)> {
    let folded: Vec<char> = letters.iter().map(|letter| fold(*letter)).collect();
    let needles: Vec<Vec<char>> =
        sought.iter().map(|text| text.chars().map(fold).collect()).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < folded.len() && found.len() < PLACES {
        let rest = folded.get(at..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| folded.get(before));
        let begins = before.is_none_or(|before| !before.is_alphanumeric() || is_unspaced(*before));
        let begins = begins || rest.first().is_some_and(|letter| is_unspaced(*letter));
        let fits = |needle: &&Vec<char>| !needle.is_empty() && rest.starts_with(needle);
        let longest = needles.iter().filter(fits).map(Vec::len).max().filter(|_| begins);
        if let Some(length) = longest {
            found.push((at, at + length));
        }
        at += longest.unwrap_or(1);
    }
    found
}

fn fold(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn marked(letters: &[char], places: &[(usize, usize)]) -> Marked {
    let mut offsets = Vec::with_capacity(letters.len() + 1);
    let mut units = 0;
    for letter in letters {
        offsets.push(units);
        units += letter.len_utf16();
    }
    offsets.push(units);
    let unit = |at: usize| offsets.get(at).copied().unwrap_or(units);
    Marked {
        text: letters.iter().collect(),
        places: places.iter().map(|(from, to)| (unit(*from), unit(*to))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn places_are_where_words_begin() {
        let marked = whole("😀 Crash on crashes, uncrash", &sought(&["crash"]));
        assert_eq!(marked.places, [(3, 8), (12, 17)]);
        assert_eq!(whole("東京の日本語", &sought(&["日本"])).places, [(3, 5)]);
    }

    #[test]
    fn a_piece_shows_the_first_place() {
        let text = format!("{} needle {}", "word ".repeat(100), "more ".repeat(100));
        let piece = piece(&text, &sought(&["needle"]));
        assert!(piece.text.starts_with('…') && piece.text.ends_with('…'), "{}", piece.text);
        let (from, to) = piece.places[0];
        let shown: String = piece.text.chars().skip(from).take(to - from).collect();
        assert_eq!(shown, "needle");
    }
}
