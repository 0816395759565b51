//! What a title suggests, each suggestion with how sure it is and why.

use std::collections::{BTreeMap, HashSet};

use super::book::{Book, Card};
use super::daily::DAY;
use super::number::{real, signed};
use super::words::plain;

/// Suggestions of one kind.
pub const MOST: usize = 5;
/// Similar tasks that have a say.
const NEIGHBOURS: usize = 12;
/// How alike a task needs to be to have a say.
const ALIKE: f64 = 0.12;
/// How much of two titles has to be said in each other to call them the same.
pub const SAME: f64 = 0.45;
/// Say of the whole project against that of similar tasks.
const PRIOR: f64 = 0.15;
/// How sure a suggestion needs to be to be made.
const SURE: f64 = 0.25;
/// Tasks whose fit to a person is looked at, the most pressing ones.
const FITTED: usize = 30;

/// A suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The id of a task, a person or a label, the number of a priority, or points.
    pub value: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why; `{}` stands for the name of the value.
    pub reason: String,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Its description.
    pub description: &'a str,
    /// Its id, when it is there already.
    pub id: Option<&'a str>,
}

impl Draft<'_> {
    fn text(&self) -> String {
        format!("{}\n{}", self.title, self.description)
    }
}

/// Tasks that say the same.
pub fn duplicates(book: &Book, draft: Draft<'_>) -> Vec<Suggestion> {
    let near = book.same(draft.title, draft.id, MOST);
    let same = near.into_iter().filter(|(card, score)| *score >= SAME && !card.archived);
    let told = |(card, score): (&Card, f64)| Suggestion {
        value: card.id.clone(),
        confidence: ((score - 0.25) / 0.7).clamp(0.0, 0.99),
        reason: match shared(draft.title, &card.title).as_slice() {
            [] => "It is spelled almost the same.".to_owned(),
            words => format!("Both say {}.", words.join(", ")),
        },
    };
    same.map(told).collect()
}

/// Tasks that are like a draft, the most alike first.
pub struct Near<'a>(pub(super) Vec<(&'a Card, f64)>);

impl<'a> Near<'a> {
    /// Looks for them.
    pub fn of(book: &'a Book, draft: Draft<'_>) -> Self {
        let near = book.nearest(&draft.text(), draft.id, 5 * NEIGHBOURS);
        Self(near.into_iter().filter(|(_, score)| *score >= ALIKE).collect())
    }

    /// The cards, the most alike first.
    pub fn cards(&self) -> impl Iterator<Item = &'a Card> {
        self.0.iter().map(|(card, _)| *card)
    }

    /// The most alike of those that have something to say.
    fn that(&self, says: impl Fn(&Card) -> bool) -> Vec<(&'a Card, f64)> {
        self.0.iter().filter(|(card, _)| says(card)).take(NEIGHBOURS).copied().collect()
    }
}

/// Who may work on it.
pub fn assignees(book: &Book, near: &Near<'_>, draft: Draft<'_>) -> Vec<Suggestion> {
    let near = near.that(|card| !card.assignees.is_empty());
    let ranked = book.people.rank(draft.title);
    let told = |(person, confidence): &(&str, f64)| {
        let theirs = near.iter().filter(|(card, _)| card.assignees.iter().any(|one| one == person));
        let reason = match (theirs.count(), near.len()) {
            (0, _) => "{} took many of the latest tasks.".to_owned(),
            (count, of) => evidence(count, of, "went to {}"),
        };
        Suggestion { value: (*person).to_owned(), confidence: *confidence, reason }
    };
    let sure = ranked.iter().filter(|(_, confidence)| *confidence >= 0.05);
    sure.take(MOST).map(told).collect()
}

/// Labels.
pub fn labels(book: &Book, near: &Near<'_>) -> Vec<Suggestion> {
    let near = near.that(|_| true);
    votes(book, &near, |card| card.labels.clone(), "have {}")
}

/// How much it presses.
pub fn priority(book: &Book, near: &Near<'_>) -> Vec<Suggestion> {
    let near = near.that(|card| card.priority > 0);
    let said = |card: &Card| {
        if card.priority > 0 { vec![card.priority.to_string()] } else { Vec::new() }
    };
    votes(book, &near, said, "are {}").into_iter().take(1).collect()
}

/// How much work it is: the middle of what similar tasks were taken for.
pub fn estimate(near: &Near<'_>) -> Vec<Suggestion> {
    let near = near.that(|card| card.estimate.is_some());
    let mut points: Vec<i32> = near.iter().filter_map(|(card, _)| card.estimate).collect();
    if points.len() < 2 {
        return Vec::new();
    }
    points.sort_unstable();
    let Some(middle) = points.get(points.len() / 2).copied() else { return Vec::new() };
    let close = points.iter().filter(|one| (2 * *one - 2 * middle).abs() <= middle.max(2)).count();
    let listed: Vec<_> = points.iter().map(ToString::to_string).collect();
    vec![Suggestion {
        value: middle.to_string(),
        confidence: real(close) / real(points.len() + 1),
        reason: format!("The most similar tasks were estimated at {}.", listed.join(", ")),
    }]
}

/// What a person may take next, of what nobody has begun: what presses, is due, and is like what they did before.
pub fn next(book: &Book, person: &str, now: i64) -> Vec<Suggestion> {
    let free = |card: &&Card| {
        card.waits()
            && (card.assignees.is_empty() || card.assignees.iter().any(|one| one == person))
    };
    let pressing = |card: &Card| {
        let left = card.due.map(|due| signed(due - now) / signed(DAY));
        let soon = left.map_or(0.0, |left| 1.0 / (1.0 + left.max(0.0) / 7.0));
        let own = if card.assignees.is_empty() { 0.0 } else { 0.3 };
        0.35 * f64::from(card.priority) / 4.0 + 0.35 * soon + own
    };
    let mut found: Vec<(&Card, f64)> =
        book.cards().filter(free).map(|card| (card, pressing(card))).collect();
    let order = |one: &(&Card, f64), other: &(&Card, f64)| {
        other.1.total_cmp(&one.1).then_with(|| one.0.passage.created.cmp(&other.0.passage.created))
    };
    found.sort_by(order);
    found.truncate(FITTED);
    for (card, score) in &mut found {
        let ranked = book.people.rank(&card.title);
        let fit = ranked.iter().find(|(one, _)| *one == person).map_or(0.0, |(_, share)| *share);
        *score += 0.3 * fit;
    }
    found.sort_by(order);
    let told = |(card, score): (&Card, f64)| {
        let mut why = Vec::new();
        if !card.assignees.is_empty() {
            why.push("it is yours".to_owned());
        }
        if card.priority >= 3 {
            why.push("it presses".to_owned());
        }
        if let Some(due) = card.due {
            why.push(match signed(due - now) / signed(DAY) {
                left if left < 0.0 => "it is late".to_owned(),
                left => format!("it is due within {}", super::risk::days(left)),
            });
        }
        if why.is_empty() {
            why.push("it has waited longest".to_owned());
        }
        let (value, confidence) = (card.id.clone(), score.clamp(0.0, 0.99));
        Suggestion {
            value,
            confidence,
            reason: format!("Nobody has begun it, and {}.", why.join(", ")),
        }
    };
    found.into_iter().take(MOST).map(told).collect()
}

/// What similar tasks have, against what is usual in the project.
fn votes(
    book: &Book,
    near: &[(&Card, f64)],
    of: impl Fn(&Card) -> Vec<String>,
    verb: &str,
) -> Vec<Suggestion> {
    let mut weights: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    let mut all = 0.0;
    for (card, score) in near {
        all += score * score;
        for value in of(card) {
            let (weight, count) = weights.entry(value).or_default();
            *weight += score * score;
            *count += 1;
        }
    }
    let usual = |value: &String| real(book.holders(value)) / real(book.len().max(1));
    let mut found: Vec<Suggestion> = weights
        .into_iter()
        .map(|(value, (weight, count))| Suggestion {
            confidence: (weight + PRIOR * usual(&value)) / (all + PRIOR),
            reason: evidence(count, near.len(), verb),
            value,
        })
        .filter(|suggestion| suggestion.confidence >= SURE)
        .collect();
    found.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    found.truncate(MOST);
    found
}

fn evidence(count: usize, of: usize, verb: &str) -> String {
    match of {
        1 => format!("The most similar task {}.", verb.replace("have", "has").replace("are", "is")),
        _ => format!("{count} of the {of} most similar tasks {verb}."),
    }
}

/// Words that two titles share, at most four, in the order of the first.
fn shared(one: &str, other: &str) -> Vec<String> {
    let theirs: HashSet<u64> = plain(other).into_iter().collect();
    let mut seen = HashSet::new();
    let words = one.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2);
    let both = words.filter(|word| plain(word).iter().any(|hash| theirs.contains(hash)));
    both.filter(|word| seen.insert(word.to_lowercase()))
        .take(4)
        .map(|word| format!("“{word}”"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::flow::Passage;

    fn card(number: usize, title: &str, person: &str) -> Card {
        Card {
            id: format!("id-{number}"),
            key: format!("REN-{number}"),
            title: title.to_owned(),
            assignees: vec![person.to_owned()],
            labels: vec![if title.contains("login") { "auth" } else { "docs" }.to_owned()],
            priority: if title.contains("crash") { 4 } else { 1 },
            estimate: Some(if title.contains("crash") { 5 } else { 1 }),
            due: None,
            passage: Passage { created: 0, started: None, done: None },
            archived: false,
        }
    }

    fn book() -> Book {
        let cards = (0..40).map(|number| match number % 2 {
            0 => card(number, &format!("Fix crash in login form {number}"), "ana"),
            _ => card(number, &format!("Write manual page about export {number}"), "bo"),
        });
        Book::of(cards.collect())
    }

    fn draft(title: &str) -> Draft<'_> {
        Draft { title, description: "", id: None }
    }

    #[test]
    fn similar_tasks_say_who_how_and_why() {
        let book = book();
        let asked = draft("Login form crashes on empty password");
        let near = Near::of(&book, asked);
        let who = assignees(&book, &near, asked);
        assert_eq!(who[0].value, "ana");
        assert_eq!(who[0].reason, "12 of the 12 most similar tasks went to {}.");
        assert!(who[0].confidence > 0.6, "{who:?}");
        assert_eq!(labels(&book, &near)[0].value, "auth");
        assert_eq!(priority(&book, &near)[0].value, "4");
        assert_eq!(estimate(&near)[0].value, "5");
    }

    #[test]
    fn the_same_said_otherwise_is_found_and_itself_is_not() {
        let mut book = book();
        book.put(card(90, "Export of large boards times out", "bo"));
        let found = duplicates(&book, draft("Large boards: the export times out"));
        assert_eq!(found[0].value, "id-90");
        assert!(found[0].reason.contains("“export”"), "{found:?}");
        let own = Draft { id: Some("id-90"), ..draft("Export of large boards times out") };
        assert!(duplicates(&book, own).is_empty());
        book.take("id-90");
        assert!(duplicates(&book, draft("Export of large boards times out")).is_empty());
        assert!(duplicates(&book, draft("Buy a new coffee machine")).is_empty());
    }

    #[test]
    fn what_presses_and_is_free_comes_next() {
        let mut book = book();
        let mut free = card(91, "Rotate keys", "ana");
        free.assignees.clear();
        free.due = Some(2 * DAY);
        free.priority = 4;
        book.put(free);
        let found = next(&book, "bo", 0);
        assert_eq!(found[0].value, "id-91");
        assert!(found[0].reason.contains("it presses"), "{found:?}");
        assert!(found.iter().all(|one| book.card(&one.value).unwrap().waits()));
    }
}
