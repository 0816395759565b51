//! Cutting texts into pieces that each mean one thing.

/// Characters of a piece; a model tells the meaning of a paragraph or two better than that of a page.
const PIECE: usize = 1_000;
/// Characters of the title that each piece begins with.
const TITLE: usize = 200;

/// The pieces of something with a title: each is some lines of its text under the title.
pub fn chunks(title: &str, body: &str) -> Vec<String> {
    let title: String = clean(title).chars().take(TITLE).collect();
    let mut pieces = Vec::new();
    let mut open = String::new();
    for line in body.lines().flat_map(cut) {
        if !open.is_empty() && open.chars().count() + line.chars().count() >= PIECE {
            pieces.push(std::mem::take(&mut open));
        }
        if !open.is_empty() {
            open.push('\n');
        }
        open.push_str(&line);
    }
    if !open.is_empty() || pieces.is_empty() {
        pieces.push(open);
    }
    let titled = |piece: String| match (title.is_empty(), piece.is_empty()) {
        (true, _) => piece,
        (false, true) => title.clone(),
        (false, false) => format!("{title}\n{piece}"),
    };
    let mut pieces: Vec<String> = pieces.into_iter().map(titled).collect();
    pieces.retain(|piece| piece.chars().any(char::is_alphanumeric));
    pieces
}

/// A line without what cannot stand in a database, in parts that fit; empty ones are left out.
fn cut(line: &str) -> Vec<String> {
    let line = clean(line);
    let mut parts = vec![String::new()];
    let mut length = 0;
    for word in line.split_inclusive(' ') {
        let letters: Vec<char> = word.chars().collect();
        for some in letters.chunks(PIECE) {
            if length + some.len() > PIECE {
                parts.push(String::new());
                length = 0;
            }
            length += some.len();
            if let Some(part) = parts.last_mut() {
                part.extend(some);
            }
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn clean(text: &str) -> String {
    let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    plain.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_stands_under_its_title_and_nothing_is_lost() {
        assert_eq!(chunks("Title", ""), ["Title"]);
        assert_eq!(chunks("", "a\0b\n\nc"), ["a b\nc"]);
        assert!(chunks(" ", "\n--\n").is_empty());
        let lines: Vec<String> =
            (0..100).map(|n| format!("line {n} {}", "word ".repeat(9))).collect();
        let pieces = chunks("T", &lines.join("\n"));
        assert!(pieces.len() > 4, "{}", pieces.len());
        for piece in &pieces {
            assert!(piece.starts_with("T\n") && piece.chars().count() <= PIECE + 2, "{piece}");
        }
        for line in &lines {
            assert!(pieces.iter().any(|piece| piece.contains(line.trim())), "{line}");
        }
        let long = chunks("", &"é".repeat(2_500));
        assert_eq!(long.iter().map(|piece| piece.chars().count()).sum::<usize>(), 2_500);
    }
}
