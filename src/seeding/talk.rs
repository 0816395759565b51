//! What people say about a task while it lives.

use chrono::{NaiveDateTime, TimeDelta};
use renexus_wire::rest::comments::EMOJI;

use super::acts::{Act, What};
use super::cast::{CAST, member};
use super::history::Year;
use super::words::comment;

/// How many comments a task has: of a hundred tasks so many have none, one, two, and so on.
const SHARES: [usize; 6] = [34, 24, 19, 12, 7, 4];

/// Lets people talk about a task between its coming, its beginning and its end.
pub(super) fn about(
    year: &mut Year,
    task: usize,
    (came, begun, end): (NaiveDateTime, NaiveDateTime, NaiveDateTime),
    people: [usize; 3],
) {
    let end = end.min(year.now);
    let minutes = (end - came).num_minutes();
    if minutes < 60 {
        return;
    }
    let mut left = year.chance.below(100);
    let many = SHARES.iter().position(|share| match left.checked_sub(*share) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    let mut moments: Vec<_> = (0..many.unwrap_or_default())
        .map(|_| came + TimeDelta::minutes(year.chance.between(30, minutes)))
        .collect();
    moments.sort();
    for (place, moment) in moments.into_iter().enumerate() {
        let who = match year.chance.happens(0.6) {
            true => year.chance.pick(&people).unwrap_or_default(),
            false => year.chance.below(CAST.len()),
        };
        let at = member(who).after(moment, year.chance.between(0, 90));
        let of = match (place, at < begun) {
            (0, true) => ["question", "decision"],
            (_, true) => ["reply", "question"],
            (0 | 1, false) => ["progress", "question"],
            (_, false) => ["review", "reply"],
        };
        let of = year.chance.pick(&of).unwrap_or("reply");
        let mut to = (0..CAST.len()).map(|step| (who + 1 + step) % CAST.len());
        let to = to.nth(year.chance.below(3)).unwrap_or_default();
        let said = comment(of, member(to).handle, &mut year.chance);
        year.acts.push(Act { at, who, task, what: What::Say(said) });
        if year.chance.happens(0.35) {
            let emoji = year.chance.pick(&EMOJI).unwrap_or("👍");
            let other = year.chance.below(CAST.len());
            let at = member(other).after(at, year.chance.between(5, 200));
            year.acts.push(Act { at, who: other, task, what: What::React(emoji) });
        }
    }
}
