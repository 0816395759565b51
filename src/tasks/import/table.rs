//! From the bytes of a file to tasks.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::columns::{Columns, Meaning};
use super::error::{ImportError, Wrong};
use super::{
    ImportLimits, Imported, ImportedTask, MAX_EACH, Source, cells, dates, github, jira, linear,
    plain, wiki,
};

/// Most mistakes that are listed; whoever corrects them sees the next.
const LISTED: usize = 50;
/// Columns that must be there before a source is taken for known.
const SURE: usize = 2;

/// Reads a table; without a source, its columns tell it.
pub fn read(
    bytes: &[u8],
    source: Option<Source>,
    limits: &ImportLimits,
) -> Result<Imported, ImportError> {
    // Spreadsheets put a mark of the byte order in front.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader =
        ReaderBuilder::new().flexible(true).delimiter(delimiter(bytes)).from_reader(bytes);
    let headers =
        reader.headers().map_err(|error| ImportError::Lines(vec![broken(&error)]))?.clone();
    if headers.iter().all(|header| header.trim().is_empty()) {
        return Err(ImportError::Empty);
    }
    let names: Vec<String> = headers.iter().map(|header| header.trim().to_lowercase()).collect();
    let source = source.unwrap_or_else(|| known_by(&names));
    let columns = columns(source);
    let meanings: Vec<_> = names.iter().map(|name| meaning(columns, name)).collect();
    if !meanings.contains(&Some(Meaning::Title)) {
        let titles = columns.iter().filter(|(_, meaning)| *meaning == Meaning::Title);
        let expected = titles.map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        return Err(ImportError::NoTitle { source_name: source.word(), expected });
    }
    let ignored = headers.iter().zip(&meanings).filter(|(_, meaning)| meaning.is_none());
    let mut ignored: Vec<_> = ignored.map(|(header, _)| header.trim().to_owned()).collect();
    ignored.dedup();
    let plan = Plan { headers: &headers, meanings: &meanings, limits };
    let mut tasks = plan.tasks(reader)?;
    if source == Source::Jira {
        for task in &mut tasks {
            task.description = wiki::markdown(&task.description);
        }
    }
    Ok(Imported { source, tasks, ignored })
}

/// Commas, semicolons or tabs: what the first line has most of.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| first.iter().filter(|byte| **byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

fn columns(source: Source) -> Columns {
    match source {
        Source::Plain => plain::COLUMNS,
        Source::Linear => linear::COLUMNS,
        Source::Jira => jira::COLUMNS,
        Source::Github => github::COLUMNS,
    }
}

fn known_by(names: &[String]) -> Source {
    let marks = [
        (Source::Jira, jira::MARKS),
        (Source::Linear, linear::MARKS),
        (Source::Github, github::MARKS),
    ];
    let has =
        |marks: &[&str]| marks.iter().filter(|mark| names.iter().any(|name| name == *mark)).count();
    let found = marks.into_iter().find(|(_, marks)| has(marks) >= SURE);
    found.map_or(Source::Plain, |(source, _)| source)
}

fn meaning(columns: Columns, name: &str) -> Option<Meaning> {
    columns.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

fn broken(error: &csv::Error) -> Wrong {
    let line = error.position().map_or(1, csv::Position::line);
    let reason = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "the text is not UTF-8".to_owned(),
        _ => error.to_string(),
    };
    Wrong { line, column: String::new(), reason }
}

/// How the cells of this table are read.
struct Plan<'a> {
    headers: &'a StringRecord,
    meanings: &'a [Option<Meaning>],
    limits: &'a ImportLimits,
}

impl Plan<'_> {
    fn tasks(&self, mut reader: Reader<&[u8]>) -> Result<Vec<ImportedTask>, ImportError> {
        let (mut tasks, mut wrong) = (Vec::new(), Vec::new());
        for record in reader.records() {
            match record {
                Err(error) => wrong.push(broken(&error)),
                Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(_) if tasks.len() == self.limits.rows => {
                    return Err(ImportError::TooMany(self.limits.rows));
                }
                Ok(record) => tasks.push(self.task(&record, &mut wrong)),
            }
            if wrong.len() >= LISTED {
                break;
            }
        }
        if wrong.is_empty() { Ok(tasks) } else { Err(ImportError::Lines(wrong)) }
    }

    fn task(&self, record: &StringRecord, wrong: &mut Vec<Wrong>) -> ImportedTask {
        let line = record.position().map_or(0, csv::Position::line);
        let mut task = ImportedTask { line, ..ImportedTask::default() };
        let cells = record.iter().zip(self.headers).zip(self.meanings);
        for ((cell, header), meaning) in cells {
            let (Some(meaning), text) = (meaning, cell.trim()) else { continue };
            if text.is_empty() {
                continue;
            }
            if let Err(reason) = self.fill(&mut task, *meaning, text) {
                wrong.push(Wrong { line, column: header.trim().to_owned(), reason });
            }
        }
        if task.title.is_empty() && wrong.last().is_none_or(|wrong| wrong.line != line) {
            let reason = "a task needs a title".to_owned();
            wrong.push(Wrong { line, column: String::new(), reason });
        }
        task
    }

    fn fill(&self, task: &mut ImportedTask, meaning: Meaning, text: &str) -> Result<(), String> {
        let day = || dates::day(text).ok_or_else(|| format!("`{}` is not a date", short(text)));
        let instant =
            || dates::instant(text).ok_or_else(|| format!("`{}` is not a time", short(text)));
        let name = || cells::name(text).ok_or_else(|| "the name is too long".to_owned());
        match meaning {
            Meaning::Title if task.title.is_empty() => {
                task.title = bounded(text, self.limits.title)?;
            }
            Meaning::Description if task.description.is_empty() => {
                if text.len() > self.limits.description {
                    let most = self.limits.description;
                    return Err(format!("{} bytes, at most {most} are allowed", text.len()));
                }
                task.description = text.to_owned();
            }
            Meaning::Title | Meaning::Description => {}
            Meaning::Key => set(&mut task.key, name()?),
            Meaning::Id => set(&mut task.id, name()?),
            Meaning::Address => set(&mut task.key, cells::address(&name()?)),
            Meaning::Parent => set(&mut task.parent, cells::address(&name()?)),
            Meaning::Status => set(&mut task.status, name()?),
            // A task that went through several cycles is in the last one.
            Meaning::Cycle => task.cycle = Some(name()?),
            Meaning::Milestone => set(&mut task.milestone, name()?),
            // Trackers let their users choose these words.
            Meaning::Priority => match cells::priority(text) {
                Some(priority) => task.priority = priority,
                None => task.unknown_priority = Some(name()?),
            },
            Meaning::Estimate => {
                let points = cells::estimate(text)
                    .ok_or_else(|| format!("`{}` is not an estimate", short(text)))?;
                set(&mut task.estimate, points);
            }
            Meaning::CycleStart => set(&mut task.cycle_start, day()?),
            Meaning::CycleEnd => set(&mut task.cycle_end, day()?),
            Meaning::Assignee => add(&mut task.assignees, vec![text.to_owned()])?,
            Meaning::Assignees => add(&mut task.assignees, cells::names(text))?,
            Meaning::Labels => add(&mut task.labels, cells::names(text))?,
            Meaning::Start => set(&mut task.start, day()?),
            Meaning::Due => set(&mut task.due, day()?),
            Meaning::Created => set(&mut task.created, instant()?),
            Meaning::Started => set(&mut task.started, instant()?),
            Meaning::Completed => set(&mut task.completed, instant()?),
            Meaning::Archived => set(&mut task.archived, instant()?),
            Meaning::Link(kind) => {
                let links = cells::names(text).into_iter().map(|key| (kind, key));
                task.links.extend(links);
                at_most(task.links.len())?;
            }
            Meaning::BlockedBy => {
                task.blocked_by.extend(cells::names(text));
                at_most(task.blocked_by.len())?;
            }
        }
        Ok(())
    }
}

/// The first column that has a value wins.
fn set<T>(place: &mut Option<T>, value: T) {
    place.get_or_insert(value);
}

fn add(known: &mut Vec<String>, more: Vec<String>) -> Result<(), String> {
    for one in more {
        let one = cells::name(&one).ok_or_else(|| "a name is too long".to_owned())?;
        if !known.contains(&one) {
            known.push(one);
        }
    }
    at_most(known.len())
}

fn at_most(count: usize) -> Result<(), String> {
    if count > MAX_EACH { Err(format!("more than {MAX_EACH}")) } else { Ok(()) }
}

fn bounded(text: &str, most: usize) -> Result<String, String> {
    let count = text.chars().count();
    if count > most {
        return Err(format!("{count} characters, at most {most} are allowed"));
    }
    // A title is one line.
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
