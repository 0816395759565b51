//! What a short text is made of, as numbers: words, pairs of words, pieces of words, and how it is written.

/// Characters of a text that are looked at.
const MOST: usize = 2_000;
/// Characters of a piece of a word.
const PIECE: usize = 4;
/// Words shorter than this are not cut into pieces.
const SHORTEST: usize = 5;

/// Words, and pieces of long words: what makes two texts alike even when a word is spelled otherwise.
pub fn pieces(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    for word in words(text) {
        found.push(hash('w', &word));
        let letters: Vec<char> = word.chars().collect();
        if letters.len() >= SHORTEST {
            let cut =
                letters.windows(PIECE).map(|piece| hash('p', &piece.iter().collect::<String>()));
            found.extend(cut);
        }
    }
    found
}

/// Words alone.
pub fn plain(text: &str) -> Vec<u64> {
    words(text).map(|one| word(&one)).collect()
}

/// The number of a word.
pub fn word(word: &str) -> u64 {
    hash('w', word)
}

/// Words, pairs of words, how it begins, and how it is written: what tells who wrote it and where it belongs.
pub fn clues(text: &str) -> Vec<u64> {
    let all: Vec<String> = words(text).collect();
    let mut found: Vec<u64> = all.iter().map(|word| hash('w', word)).collect();
    let pairs = all.iter().zip(all.iter().skip(1));
    found.extend(pairs.map(|(one, next)| hash('b', &format!("{one} {next}"))));
    if let Some(first) = all.first() {
        found.push(hash('f', first));
    }
    let head = text.split(':').next().filter(|head| head.len() < text.len() && head.len() < 40);
    if let Some(head) = head {
        found.push(hash('h', head));
    }
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    let marks = [
        ('c', capital),
        ('t', text.contains('`')),
        ('n', text.contains("(#")),
        ('s', text.ends_with('.')),
        ('m', text.starts_with("Merge ")),
        ('k', head.is_some()),
    ];
    found.extend(marks.map(|(mark, set)| hash(mark, if set { "+" } else { "-" })));
    found.push(hash('l', &all.len().min(12).to_string()));
    found.sort_unstable();
    found.dedup();
    found
}

/// Lower-case words; a change from small to capital letters begins a new one, numbers are all alike.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    let (mut word, mut small) = (String::new(), false);
    for letter in text.chars().take(MOST).chain([' ']) {
        let ends = !letter.is_alphanumeric() || (small && letter.is_uppercase());
        if ends && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if letter.is_numeric() {
            if !word.ends_with('0') {
                word.push('0');
            }
        } else if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
        small = letter.is_lowercase();
    }
    found.into_iter()
}

/// FNV-1a over a kind and a text.
fn hash(kind: char, text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(u32::from(kind));
    text.bytes().fold(start.wrapping_mul(0x0100_0000_01b3), |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_words_whatever_it_looks_like() {
        let cut = |text| words(text).collect::<Vec<_>>();
        assert_eq!(
            cut("fix(docs): useEffect twice (#1234)"),
            ["fix", "docs", "use", "effect", "twice", "0"]
        );
        assert_eq!(cut("Überlauf, ÄÖÜ…"), ["überlauf", "äöü"]);
        assert!(cut(" – ").is_empty() && clues("").len() > 3);
    }

    #[test]
    fn a_misspelled_word_still_shares_pieces() {
        let (one, other) = (pieces("synchronise"), pieces("synchronize"));
        assert!(one.iter().filter(|piece| other.contains(piece)).count() >= 5);
    }
}
