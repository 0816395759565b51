//! Which file answers an address. A page whose name stands in brackets answers any name in its place.

/// The page that says that there is nothing.
pub(super) const NOTHING: &str = "404.html";

/// The file for a path (without the first slash), out of `files`, or none. A file that is named as such comes first,
/// then a page of that name, then pages with names in brackets; of those one with fewer brackets.
pub(super) fn find<'f>(path: &str, files: impl Fn() -> Vec<&'f str>) -> Option<&'f str> {
    let path = path.trim_end_matches('/');
    let page = if path.is_empty() { "index.html".to_owned() } else { format!("{path}.html") };
    let all = files();
    let named = |name: &str| all.iter().find(|file| **file == name).copied();
    named(path).or_else(|| named(&page)).or_else(|| {
        let fitting = all.iter().filter(|file| fits(file, path)).copied();
        fitting.min_by_key(|file| file.matches('[').count())
    })
}

/// Whether a page with names in brackets answers a path.
fn fits(file: &str, path: &str) -> bool {
    let Some(page) = file.strip_suffix(".html").filter(|page| page.contains('[')) else {
        return false;
    };
    let (mut names, mut words) = (page.split('/'), path.split('/'));
    loop {
        match (names.next(), words.next()) {
            (None, None) => return true,
            (Some(name), Some(word)) if !word.is_empty() => {
                if !(name == word || (name.starts_with('[') && name.ends_with(']'))) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    const FILES: [&str; 6] = [
        "index.html",
        "login.html",
        "theme.js",
        "w/[workspace].html",
        "w/[workspace]/inbox.html",
        "w/[workspace]/docs/[doc].html",
    ];

    fn found(path: &str) -> Option<&'static str> {
        find(path, || FILES.to_vec())
    }

    #[test]
    // SPEC WEB-1
    fn a_page_with_brackets_answers_any_name() {
        assert_eq!(found(""), Some("index.html"));
        assert_eq!(found("login"), Some("login.html"));
        assert_eq!(found("theme.js"), Some("theme.js"));
        assert_eq!(found("w/studio"), Some("w/[workspace].html"));
        assert_eq!(found("w/studio/"), Some("w/[workspace].html"));
        assert_eq!(found("w/studio/inbox"), Some("w/[workspace]/inbox.html"));
        assert_eq!(found("w/studio/docs/01a2"), Some("w/[workspace]/docs/[doc].html"));
        assert_eq!(found("w//inbox"), None);
        assert_eq!(found("w/studio/nothing"), None);
        assert_eq!(found("nothing"), None);
    }
}
