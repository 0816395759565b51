//! What the demo says: titles, descriptions, comments, documents.

use super::chance::Chance;

/// Tasks of the two projects, a line each: area, kind, estimate, title.
const TITLES: [&str; 2] = [include_str!("words/web.txt"), include_str!("words/mobile.txt")];
/// Comments, a line each: the moment in the life of a task, and what is said.
const COMMENTS: &str = include_str!("words/comments.txt");
/// Descriptions of bugs, features and chores, `---` between two.
const DESCRIPTIONS: [&str; 3] = [
    include_str!("words/bug.md"),
    include_str!("words/feature.md"),
    include_str!("words/chore.md"),
];
/// The documents, each with the one who begins it.
pub(super) const DOCUMENTS: [(&str, usize); 10] = [
    (include_str!("words/documents/handbook.md"), 0),
    (include_str!("words/documents/principles.md"), 0),
    (include_str!("words/documents/architecture.md"), 2),
    (include_str!("words/documents/api.md"), 0),
    (include_str!("words/documents/release.md"), 5),
    (include_str!("words/documents/onboarding.md"), 6),
    (include_str!("words/documents/incident.md"), 4),
    (include_str!("words/documents/meeting.md"), 1),
    (include_str!("words/documents/research.md"), 6),
    (include_str!("words/documents/glossary.md"), 1),
];
/// What is said on documents: the place of the document, who says it, what, and the answer.
pub(super) const MARGINS: [(usize, usize, &str, &str); 5] = [
    (
        0,
        4,
        "Should the demo move to Thursday? Half of us are in the depot on Wednesdays.",
        "Let us try it for a month.",
    ),
    (
        2,
        3,
        "The queue of the phone deserves a page of its own, @tomas.",
        "Yes. I begin one this week.",
    ),
    (3, 5, "Are webhooks really sent again for a whole day?", "Every hour, for a day."),
    (6, 0, "Thank you for writing this down so plainly.", "It was the least I could do."),
    (8, 1, "The quote with the beep should stand in the app team's room.", "Printed it already."),
];

/// Pairs of tasks that mean the same in other words; both are open.
pub const DUPLICATES: [(&str, &str); 6] = [
    (
        "Courier markers stop moving on the dispatch map",
        "Positions of couriers freeze on the dispatch map",
    ),
    (
        "Customers get two messages for one delivery",
        "One delivery sends the customer two text messages",
    ),
    ("Solver hangs on more than 200 stops", "Route planning never ends for very long routes"),
    ("Battery is empty before noon", "Phone runs out of power in the morning"),
    ("Crash when the stop list is empty", "App crashes if there are no stops"),
    (
        "Deliveries are sent twice after a tunnel",
        "After a dead zone some deliveries are transmitted twice",
    ),
];

/// The title of every task of the demo.
pub fn every_title() -> Vec<&'static str> {
    (0..TITLES.len()).flat_map(titles).map(|title| title.text).collect()
}

/// What sort of work a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bug,
    Feature,
    Chore,
}

/// A task before its life.
#[derive(Clone, Copy, Debug)]
pub(super) struct Title {
    pub(super) project: usize,
    pub(super) area: &'static str,
    pub(super) kind: Kind,
    pub(super) estimate: i32,
    pub(super) text: &'static str,
}

/// Every task of a project.
pub(super) fn titles(project: usize) -> Vec<Title> {
    let lines = TITLES.get(project).copied().unwrap_or_default().lines();
    let read = |line: &'static str| {
        let mut parts = line.splitn(4, ' ');
        let area = parts.next()?;
        let kind = match parts.next()? {
            "b" => Kind::Bug,
            "f" => Kind::Feature,
            _ => Kind::Chore,
        };
        let estimate = parts.next()?.parse().ok()?;
        Some(Title { project, area, kind, estimate, text: parts.next()? })
    };
    lines.filter_map(read).collect()
}

/// A description of a task, in Markdown.
pub(super) fn description(title: &Title, chance: &mut Chance) -> String {
    let [bug, feature, chore] = DESCRIPTIONS;
    let all = match title.kind {
        Kind::Bug => bug,
        Kind::Feature => feature,
        Kind::Chore => chore,
    };
    let all: Vec<_> = all.split("\n---\n").collect();
    let text = chance.pick(&all).unwrap_or_default().trim();
    let count = chance.between(3, 40).to_string();
    text.replace("{title}", title.text).replace("{area}", title.area).replace("{count}", &count)
}

/// Something that people say at a moment in the life of a task, to somebody.
pub(super) fn comment(moment: &str, to: &str, chance: &mut Chance) -> String {
    let lines = COMMENTS.lines().filter_map(|line| line.split_once(' '));
    let fitting: Vec<_> = lines.filter(|(of, _)| *of == moment).map(|(_, said)| said).collect();
    chance.pick(&fitting).unwrap_or("Noted.").replace("{who}", &format!("@{to}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_three_hundred_tasks_and_the_planted_ones_are_among_them() {
        let all: Vec<_> = [0, 1].into_iter().flat_map(titles).map(|title| title.text).collect();
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), different.len()), (300, 300));
        for (one, other) in DUPLICATES {
            assert!(different.contains(&one) && different.contains(&other), "{one}");
        }
    }

    #[test]
    fn somebody_knows_each_area() {
        for title in [0, 1].into_iter().flat_map(titles) {
            let known = super::super::cast::CAST.iter().any(|one| one.knows.contains(&title.area));
            assert!(known, "{}", title.area);
        }
    }
}
