//! What a model says, made into an answer: plain text that names only sources which it was given.

/// An answer, and the numbers of the sources that it names, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cited {
    pub(super) text: String,
    pub(super) sources: Vec<usize>,
}

/// Reads an answer of a model that was given so many sources.
pub(super) fn read(said: &str, given: usize) -> Cited {
    let mut cited = Cited::default();
    let text: String = plain(said);
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once('[') {
        cited.text.push_str(before);
        let (inside, after) = behind.split_once(']').unwrap_or(("", ""));
        let Some(named) = numbers(inside) else {
            cited.text.push('[');
            rest = behind;
            continue;
        };
        for number in named.into_iter().filter(|number| (1..=given).contains(number)) {
            cited.text.push_str(&format!("[{number}]"));
            if !cited.sources.contains(&number) {
                cited.sources.push(number);
            }
        }
        rest = after;
    }
    cited.text.push_str(rest);
    cited.text = cited.text.trim().to_owned();
    cited
}

/// The numbers in `1` and `1, 3`; none when it is something else.
fn numbers(inside: &str) -> Option<Vec<usize>> {
    inside.split(',').map(|one| one.trim().parse().ok()).collect()
}

/// Text without characters that control something, without places that a page would load or open, and without tags.
pub(super) fn plain(said: &str) -> String {
    let kept = |sign: &char| !sign.is_control() || matches!(sign, '\n' | '\t');
    let text: String = said.chars().filter(kept).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    // What follows `](` up to `)` is where a link or picture leads.
    while let Some((before, behind)) = rest.split_once("](") {
        out.push_str(before);
        out.push(']');
        rest = match behind.split_once(')') {
            Some((_, after)) => after,
            None => "",
        };
    }
    out.push_str(rest);
    let mut untagged = String::with_capacity(out.len());
    let mut signs = out.chars().peekable();
    while let Some(sign) = signs.next() {
        let opens = |next: &char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
        untagged.push(if sign == '<' && signs.peek().is_some_and(opens) { '‹' } else { sign });
    }
    untagged
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SPEC AI-18
    #[test]
    fn only_sources_that_were_given_are_named() {
        let cited = read("Blue [2], or [1, 2][7]. See [note] and [", 2);
        assert_eq!(cited.text, "Blue [2], or [1][2]. See [note] and [");
        assert_eq!(cited.sources, [2, 1]);
        assert_eq!(read("No [0][3]", 2), Cited { text: "No".into(), sources: vec![] });
    }

    /// SPEC AI-18
    #[test]
    fn an_answer_holds_no_tag_no_address_to_load_and_no_control() {
        let said = "a\u{7} <script>x</script> ![p](https://evil.example/?q=1) [l](javascript:x) 1 < 2 <!-- <?";
        let told = plain(said);
        assert_eq!(told, "a ‹script>x‹/script> ![p] [l] 1 < 2 ‹!-- ‹?");
        assert_eq!(plain("[x](https://evil.example"), "[x]");
    }
}
