//! Documents and files of the demo, and what is said beside them.

use bytes::Bytes;
use chrono::{NaiveDateTime, TimeDelta};
use futures_util::stream;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::files::ReferenceKind;

use super::SeedingError;
use super::cast::{CAST, member};
use super::pictures;
use super::stage::{Stage, begin};
use super::words::{DOCUMENTS, MARGINS};
use crate::comments::saying;
use crate::files::name::FileName;
use crate::filing::{Announced, Filing, Reference};
use crate::planning::describing;

/// Comments of a thread; there are two.
const TALK: i64 = 100;
/// Days between two documents.
const APART: i64 = 31;
/// Tasks that use a file each; the others are used by documents.
const TASKS_WITH_FILES: usize = 5;

/// Pictures of everybody.
pub(super) async fn portraits(
    stage: &Stage,
    filing: &Filing,
    seed: u64,
) -> Result<(), SeedingError> {
    for who in 0..CAST.len() {
        let bytes = Bytes::from(pictures::portrait(who, seed));
        filing.portray(&stage.person(who)?, once(bytes)).await?;
    }
    Ok(())
}

fn once(bytes: Bytes) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Unpin {
    stream::iter([Ok(bytes)])
}

/// Documents, the older ones first, and what is said on some; returns their ids.
pub(super) async fn documents(
    stage: &Stage,
    now: NaiveDateTime,
) -> Result<Vec<String>, SeedingError> {
    let mut made = Vec::new();
    for (place, (text, who)) in DOCUMENTS.into_iter().enumerate() {
        let ago = APART * i64::try_from(DOCUMENTS.len() - place).unwrap_or_default();
        let at = member(who).after(now - TimeDelta::days(ago), 90);
        stage.clock.set(at);
        made.push(stage.change(who, move |tx| describing::create(tx, text)).await?);
        for (of, by, said, answer) in MARGINS {
            if of != place {
                continue;
            }
            let Some(document) = made.last().cloned() else { continue };
            stage.clock.set(member(by).after(at, 700));
            let here = (PlaceKind::Document, document);
            let (thread, _) = stage.change(by, move |tx| begin(tx, here, said.to_owned())).await?;
            stage.clock.set(member(who).after(at, 1_100));
            stage.change(who, move |tx| saying::say(tx, &thread, answer.to_owned(), TALK)).await?;
        }
    }
    Ok(made)
}

/// Files at tasks and documents.
pub(super) async fn files(
    stage: &Stage,
    filing: &Filing,
    (documents, seed): (&[String], u64),
    now: NaiveDateTime,
) -> Result<usize, SeedingError> {
    let mut days = String::from("day,on_time,late\n");
    for day in 1..=30 {
        days.push_str(&format!("{day},{},{}\n", 180 + day * 3 % 41, day * 7 % 19));
    }
    let visit = "08:10 first vans leave\n08:40 label printer out of paper\n09:05 quiet\n";
    let all = [
        ("deliveries-per-week.png", pictures::chart(seed), "From the report of the last half year"),
        ("waiting-times.png", pictures::chart(seed ^ 7), "Before and after the new queue"),
        ("on-time.csv", days.into_bytes(), "Figures of one month, per day"),
        ("depot-visit.txt", visit.as_bytes().to_vec(), "Notes of the visit in March"),
        ("labels.txt", b"A6, 300 dpi, left margin 4 mm\n".to_vec(), "What the printer wants"),
        ("crash.log", b"panic: index out of range [0]\n  stop_list.rs:41\n".to_vec(), ""),
        ("shift-plan.csv", b"day,begin,end\nMon,06:00,14:00\n".to_vec(), "Example of a depot"),
        ("queue-lengths.png", pictures::chart(seed ^ 31), "The morning of the incident"),
    ];
    let many = all.len();
    let tasks: Vec<_> =
        (0..TASKS_WITH_FILES).filter_map(|nth| stage.tasks.get(&(nth * 37 + 11))).collect();
    for (place, (name, bytes, about)) in all.into_iter().enumerate() {
        let who = place % 7;
        let ago = i64::try_from(many - place).unwrap_or_default() * 17;
        stage.clock.set(member(who).after(now - TimeDelta::days(ago), 200));
        let person = stage.person(who)?;
        let announced = Announced::new(FileName::parse(name)?, about.to_owned())?;
        let here = (&person, stage.workspace.as_str());
        let file = filing.receive(here, announced, once(bytes.into())).await?;
        let (kind, target) = match tasks.get(place) {
            Some((task, _)) => (ReferenceKind::Task, Some(task)),
            None => (ReferenceKind::Document, documents.get(place)),
        };
        if let Some(target) = target.cloned() {
            filing.attach(here, Reference { file: file.id, kind, target }).await?;
        }
    }
    Ok(many)
}
