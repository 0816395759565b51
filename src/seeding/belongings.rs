//! Documents and files of the demo, and what is said beside them.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;
use chrono::{NaiveDateTime, TimeDelta};
use futures_util::stream;
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::files::ReferenceKind;

use super::SeedingError;
use super::cast::{CAST, member};
use super::pictures::{chart, portrait};
use super::stage::{Stage, begin};
use super::words::{DOCUMENTS, MARGINS};
use crate::comments::saying;
use crate::files::name::FileName;
use crate::filing::{Announced, Filing, Reference};
use crate::pages;
use crate::planning::describing;
use renexus_wire::rest::pages::NewPage;

/// Comments of a thread; there are two.
const TALK: i64 = 100;
/// Days between two documents, and between two files.
const APART: i64 = 31;
const FILES_APART: i64 = 17;
/// Files that tasks use, one each; documents use the others.
const AT_TASKS: usize = 5;
/// Names of files, and what is said about them.
const FILES: [(&str, &str); 8] = [
    ("deliveries-per-week.png", "From the report of the last half year"),
    ("waiting-times.png", "Before and after the new queue"),
    ("on-time.csv", "Figures of one month, per day"),
    ("depot-visit.txt", "Notes of the visit in March"),
    ("labels.txt", "What the printer wants"),
    ("crash.log", "From a phone of the first depot"),
    ("shift-plan.csv", "Example of a depot"),
    ("queue-lengths.png", "The morning of the incident"),
];

/// Pictures of everybody.
pub(super) async fn portraits(
    stage: &Stage,
    filing: &Filing,
    seed: u64,
) -> Result<(), SeedingError> {
    for who in 0..CAST.len() {
        filing.portray(&stage.person(who)?, once(portrait(who, seed))).await?;
    }
    Ok(())
}

fn once(bytes: Vec<u8>) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Unpin {
    stream::iter([Ok(bytes.into())])
}

/// One step; documents, remarks and files are named by their places.
#[derive(Clone, Copy, Debug)]
enum Step {
    Document(usize),
    Remark(usize),
    Answer(usize),
    File(usize),
}

/// What comes to be beside the tasks, at its moments.
pub(super) struct Belongings<'a> {
    filing: &'a Filing,
    seed: u64,
    steps: VecDeque<(NaiveDateTime, Step)>,
    documents: HashMap<usize, String>,
    threads: HashMap<usize, String>,
    files: usize,
}

impl<'a> Belongings<'a> {
    /// Plans all of it before a moment.
    pub(super) fn new(filing: &'a Filing, seed: u64, now: NaiveDateTime) -> Self {
        let mut steps = Vec::new();
        let ago = |places: usize, days: i64| {
            now - TimeDelta::days(i64::try_from(places).unwrap_or_default() * days)
        };
        for (place, (_, who)) in DOCUMENTS.into_iter().enumerate() {
            let at = member(who).after(ago(DOCUMENTS.len() - place, APART), 90);
            steps.push((at, Step::Document(place)));
            for (remark, (of, by, ..)) in MARGINS.into_iter().enumerate() {
                if of == place {
                    let said = member(by).after(at, 700);
                    steps.push((said, Step::Remark(remark)));
                    steps.push((member(who).after(said, 400), Step::Answer(remark)));
                }
            }
        }
        for place in 0..FILES.len() {
            let at = member(writer(place)).after(ago(FILES.len() - place, FILES_APART), 200);
            steps.push((at, Step::File(place)));
        }
        steps.sort_by_key(|(at, _)| *at);
        let (documents, threads) = (HashMap::new(), HashMap::new());
        Self { filing, seed, steps: steps.into(), documents, threads, files: 0 }
    }

    /// How many documents and files came to be.
    pub(super) fn count(&self) -> (usize, usize) {
        (self.documents.len(), self.files)
    }

    /// Performs what comes before a moment.
    pub(super) async fn until(
        &mut self,
        stage: &Stage,
        moment: NaiveDateTime,
    ) -> Result<(), SeedingError> {
        while let Some((at, step)) = self.steps.front().copied().filter(|(at, _)| *at < moment) {
            self.steps.pop_front();
            stage.clock.set(at);
            match step {
                Step::Document(place) => self.document(stage, place).await?,
                Step::Remark(place) => self.remark(stage, place).await?,
                Step::Answer(place) => self.answer(stage, place).await?,
                Step::File(place) => self.file(stage, place).await?,
            }
        }
        Ok(())
    }

    async fn document(&mut self, stage: &Stage, place: usize) -> Result<(), SeedingError> {
        let script = SeedingError::Script("a document");
        let (text, who) = DOCUMENTS.get(place).copied().ok_or(script)?;
        // The first line is the title; the first document holds the others.
        let (title, text) = text.split_once('\n').unwrap_or((text, ""));
        let title = title.trim_start_matches('#').trim().to_owned();
        let parent = self.documents.get(&0).cloned();
        let made = stage
            .change(who, move |tx| {
                let id = describing::create(tx, text.trim_start())?;
                pages::adopt(tx, id.clone(), NewPage { title, parent, ..NewPage::default() })?;
                Ok(id)
            })
            .await?;
        self.documents.insert(place, made);
        Ok(())
    }

    async fn remark(&mut self, stage: &Stage, place: usize) -> Result<(), SeedingError> {
        let script = || SeedingError::Script("a remark");
        let (of, by, said, _) = MARGINS.get(place).copied().ok_or_else(script)?;
        let document = self.documents.get(&of).cloned().ok_or_else(script)?;
        let here = (PlaceKind::Document, document);
        let (thread, _) = stage.change(by, move |tx| begin(tx, here, said.to_owned())).await?;
        self.threads.insert(place, thread);
        Ok(())
    }

    async fn answer(&mut self, stage: &Stage, place: usize) -> Result<(), SeedingError> {
        let script = || SeedingError::Script("an answer");
        let (of, .., answer) = MARGINS.get(place).copied().ok_or_else(script)?;
        let (_, who) = DOCUMENTS.get(of).copied().ok_or_else(script)?;
        let thread = self.threads.get(&place).cloned().ok_or_else(script)?;
        stage.change(who, move |tx| saying::say(tx, &thread, answer.to_owned(), TALK)).await?;
        Ok(())
    }

    async fn file(&mut self, stage: &Stage, place: usize) -> Result<(), SeedingError> {
        let script = SeedingError::Script("a file");
        let (name, about) = FILES.get(place).copied().ok_or(script)?;
        let person = stage.person(writer(place))?;
        let announced = Announced::new(FileName::parse(name)?, about.to_owned())?;
        let here = (&person, stage.workspace.as_str());
        let bytes = content(place, self.seed);
        let file = self.filing.receive(here, announced, once(bytes)).await?;
        self.files += 1;
        let (kind, target) = match place < AT_TASKS {
            true => {
                let task = stage.tasks.get(&(place * 23 + 11));
                (ReferenceKind::Task, task.map(|(id, _)| id))
            }
            false => (ReferenceKind::Document, self.documents.get(&(place - AT_TASKS))),
        };
        if let Some(target) = target.cloned() {
            self.filing.attach(here, Reference { file: file.id, kind, target }).await?;
        }
        Ok(())
    }
}

/// Who brings a file: one after the other, without the guest.
fn writer(place: usize) -> usize {
    place % (CAST.len() - 1)
}

fn content(place: usize, seed: u64) -> Vec<u8> {
    match place {
        0 | 1 | 7 => chart(seed.wrapping_add(u64::try_from(place).unwrap_or_default())),
        2 => {
            let day = |day: u32| format!("{day},{},{}\n", 180 + day * 3 % 41, day * 7 % 19);
            let days: String = (1..=30).map(day).collect();
            format!("day,on_time,late\n{days}").into_bytes()
        }
        3 => b"08:10 first vans leave\n08:40 label printer out of paper\n09:05 quiet\n".to_vec(),
        4 => b"A6, 300 dpi, left margin 4 mm\n".to_vec(),
        5 => b"panic: index out of range [0]\n  stop_list.rs:41\n".to_vec(),
        _ => b"day,begin,end\nMon,06:00,14:00\nTue,06:00,14:00\n".to_vec(),
    }
}
