//! Texts as they go into the index of words, and as they are sought there.
//!
//! Chinese, Japanese and Korean texts have no spaces where words end. Each run of such letters goes
//! into the index as all its pairs and its last letter; a run that is sought becomes its pairs, which
//! must follow each other.

/// Whether words of this letter's script are not told apart by spaces.
pub fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x1100..=0x11FF | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3130..=0x318F
        | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x2_0000..=0x3_FFFF)
}

/// A text as it goes into the index.
pub fn indexed(text: &str) -> String {
    spaced(text, true)
}

/// A word or phrase as it is sought; nothing when it has neither letter nor digit.
pub fn sought(text: &str) -> Option<String> {
    text.chars().any(char::is_alphanumeric).then(|| spaced(text, false).trim().to_owned())
}

/// Writes runs of unspaced letters as pairs, and everything else as it is.
fn spaced(text: &str, with_last: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    for letter in text.chars() {
        if is_unspaced(letter) {
            run.push(letter);
            continue;
        }
        end_run(&mut out, &mut run, with_last);
        // A letter that the database's text cannot hold.
        out.push(if letter == '\0' { ' ' } else { letter });
    }
    end_run(&mut out, &mut run, with_last);
    out
}

fn end_run(out: &mut String, run: &mut Vec<char>, with_last: bool) {
    if run.is_empty() {
        return;
    }
    for pair in run.windows(2) {
        out.push(' ');
        out.extend(pair);
    }
    if let Some(last) = run.last()
        && (with_last || run.len() == 1)
    {
        out.push(' ');
        out.push(*last);
    }
    out.push(' ');
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unspaced_texts_become_pairs() {
        assert_eq!(indexed("plain Text"), "plain Text");
        assert_eq!(indexed("Rust入門書。"), "Rust 入門 門書 書 。");
        assert_eq!(sought("日本語").unwrap(), "日本 本語");
        assert_eq!(sought("語").unwrap(), "語");
        assert_eq!(sought("검색").unwrap(), "검색");
        assert_eq!(sought("--!"), None);
    }
}
