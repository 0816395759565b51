//! The markup of Jira's texts, as Markdown.

/// Reads what people write most; what is not known stays as it is.
pub(super) fn markdown(text: &str) -> String {
    let (mut lines, mut block) = (Vec::new(), Block::None);
    let mut cells = 0;
    for line in text.lines() {
        let bare = line.trim();
        let was = block;
        block = block.behind(bare);
        cells = if bare.starts_with('|') { cells } else { 0 };
        lines.push(match (was, block) {
            (Block::Code, Block::Code) => line.to_owned(),
            (Block::None | Block::Quote, Block::Code) => format!("```{}", language(bare)),
            (Block::Code, _) => "```".to_owned(),
            (Block::None, Block::Quote) | (Block::Quote, Block::None) => String::new(),
            (Block::Quote, Block::Quote) => format!("> {}", inline(bare)),
            (Block::None, Block::None) if bare.starts_with('|') => {
                let row = row(bare, cells == 0);
                cells += 1;
                row
            }
            (Block::None, Block::None) => plain(line),
        });
    }
    lines.join("\n").trim().to_owned()
}

/// What a line stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    None,
    Code,
    Quote,
}

impl Block {
    /// What the next line stands in; a mark that opens and closes on one line is no block.
    fn behind(self, line: &str) -> Self {
        let code = line.starts_with("{code") || line.starts_with("{noformat");
        match self {
            Self::Code if line.ends_with("{code}") || line.ends_with("{noformat}") => Self::None,
            Self::None | Self::Quote if code && line.find('}') == line.len().checked_sub(1) => {
                Self::Code
            }
            Self::None if line == "{quote}" => Self::Quote,
            Self::Quote if line == "{quote}" => Self::None,
            same => same,
        }
    }
}

/// The language of `{code:title=x|java}`.
fn language(mark: &str) -> &str {
    let inside = mark.trim_end_matches('}').split_once(':').map_or("", |(_, inside)| inside);
    inside.split('|').find(|word| !word.contains('=')).unwrap_or_default()
}

/// A row of a table; the first one is followed by the line that Markdown needs.
fn row(line: &str, first: bool) -> String {
    let cells: Vec<_> = line.replace("||", "|").trim_matches('|').split('|').map(inline).collect();
    let row = format!("| {} |", cells.join(" | "));
    if first { format!("\n{row}\n|{}", " --- |".repeat(cells.len())) } else { row }
}

/// A line outside of everything: a heading, a quote, a part of a list, or words.
fn plain(line: &str) -> String {
    let bare = line.trim();
    if let Some(quoted) = bare.strip_prefix("bq. ") {
        return format!("> {}", inline(quoted));
    }
    if let Some((mark, text)) = bare.split_once(' ') {
        if let Some(level) = mark.strip_prefix('h').and_then(|mark| mark.strip_suffix('.'))
            && let Ok(level @ 1..=6) = level.parse::<usize>()
        {
            return format!("{} {}", "#".repeat(level), inline(text));
        }
        let depth = mark.chars().count();
        if !mark.is_empty() && depth <= 6 && mark.chars().all(|sign| matches!(sign, '*' | '#'))
            || mark == "-"
        {
            let sign = if mark.ends_with('#') { "1." } else { "-" };
            return format!("{}{sign} {}", "   ".repeat(depth - 1), inline(text));
        }
    }
    inline(line)
}

/// Bold words, monospaced words, links and colors.
fn inline(text: &str) -> String {
    let text = text.replace("{{", "`").replace("}}", "`").replace("{color}", "");
    let (mut said, mut rest) = (String::new(), text.as_str());
    while let Some(at) = rest.find(['*', '[', '{', '`']) {
        let (before, from) = rest.split_at(at);
        said.push_str(before);
        let free = said.chars().next_back().is_none_or(|sign| !sign.is_alphanumeric());
        let (meant, behind) = match from.chars().next() {
            Some('*') if free => bold(from),
            Some('[') => link(from),
            Some('{') => braces(from),
            Some('`') => mono(from),
            _ => None,
        }
        .unwrap_or_else(|| {
            let (sign, behind) = from.split_at(1);
            (sign.to_owned(), behind)
        });
        said.push_str(&meant);
        rest = behind;
    }
    said.push_str(rest);
    said
}

fn bold(from: &str) -> Option<(String, &str)> {
    let (words, behind) = from.strip_prefix('*')?.split_once('*')?;
    let whole = !words.is_empty() && words.trim() == words;
    let ends = behind.chars().next().is_none_or(|sign| !sign.is_alphanumeric() && sign != '*');
    (whole && ends).then(|| (format!("**{words}**"), behind))
}

fn link(from: &str) -> Option<(String, &str)> {
    let (inside, behind) = from.strip_prefix('[')?.split_once(']')?;
    let web = |address: &str| address.starts_with("http://") || address.starts_with("https://");
    let mut parts = inside.split('|');
    let (first, second) = (parts.next()?, parts.next());
    match second {
        Some(address) if web(address) => Some((format!("[{first}]({address})"), behind)),
        None if web(first) => Some((format!("[{first}]({first})"), behind)),
        _ => None,
    }
}

fn braces(from: &str) -> Option<(String, &str)> {
    if let Some(code) = from.strip_prefix("{code}") {
        let (words, behind) = code.split_once("{code}")?;
        return Some((format!("`{words}`"), behind));
    }
    let (_, behind) = from.strip_prefix("{color:")?.split_once('}')?;
    Some((String::new(), behind))
}

fn mono(from: &str) -> Option<(String, &str)> {
    let (words, behind) = from.strip_prefix('`')?.split_once('`')?;
    Some((format!("`{words}`"), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_most_becomes_markdown() {
        for (wiki, meant) in [
            (
                "h2. Steps\r\n\r\n* open\r\n** deeper\r\n# first",
                "## Steps\n\n- open\n   - deeper\n1. first",
            ),
            ("{code:java}\na * b * c\n{code}\nbehind", "```java\na * b * c\n```\nbehind"),
            ("{noformat}\n*x*\n{noformat}", "```\n*x*\n```"),
            ("{quote}\nsaid *so*\n{quote}", "> said **so**"),
            ("bq. short", "> short"),
            ("a *bold* word, 2*3*4, {{mono *x*}}", "a **bold** word, 2*3*4, `mono *x*`"),
            (
                "[here|https://x.org/a] [https://x.org] [~ana]",
                "[here](https://x.org/a) [https://x.org](https://x.org) [~ana]",
            ),
            ("say {code}a *b*{code}", "say `a *b*`"),
            ("{color:red}red{color} {braces}", "red {braces}"),
            ("||a||b||\n|1|2|", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
            ("- dash\nh9. no", "- dash\nh9. no"),
            ("* \n*\n[", "* \n*\n["),
            ("{code}never closed\n{code:x}\n*a*", "{code}never closed\n```x\n*a*"),
        ] {
            assert_eq!(markdown(wiki), meant, "{wiki}");
        }
    }
}
