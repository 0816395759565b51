//! Reading an archive: nothing is believed before all of it was checked.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use renexus_tables::rows::JournalRow;
use serde::de::DeserializeOwned;
use zip::ZipArchive;

use super::{
    BLOBS, DIGITS, EDITS, Edit, FORMAT, KEYS, LINES, MANIFEST, Manifest, PIECE, SEAL, TABLES,
    digest,
};
use crate::copying::{Contents, CopyError, Row, Sink, Source, Step, Watch, count};
use crate::files::key::BlobKey;

/// Rows that are told together, and about how many bytes of them.
const ROWS_AT_ONCE: usize = 500;
const BYTES_AT_ONCE: usize = 8 << 20;

/// An archive that is whole.
pub struct ArchiveReader {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    manifest: Manifest,
}

impl ArchiveReader {
    /// Opens an archive and checks every byte of it.
    pub fn open(path: &Path) -> Result<Self, CopyError> {
        let file = File::open(path).map_err(CopyError::file(path))?;
        let is_whole = is_sealed(&file).map_err(CopyError::file(path))?;
        let foreign =
            |reason: &str| CopyError::Foreign { path: path.to_owned(), reason: reason.into() };
        let is_whole = is_whole
            .ok_or_else(|| foreign("it does not end as one does; perhaps its end is missing"))?;
        let damaged = |part: &str| CopyError::Damaged { path: path.to_owned(), part: part.into() };
        let Ok(mut zip) = ZipArchive::new(BufReader::with_capacity(PIECE, file)) else {
            return Err(damaged("its list of parts"));
        };
        let Some(manifest) = manifest(&mut zip) else { return Err(damaged(MANIFEST)) };
        if !is_whole {
            let broken = manifest.parts.iter().find(|part| {
                let found = zip.by_name(&part.name).ok().and_then(|file| digest(file).ok());
                found.as_deref() != Some(part.sha256.as_str())
            });
            return Err(damaged(broken.map_or("what stands between its parts", |part| &part.name)));
        }
        if manifest.format != FORMAT {
            return Err(foreign(&format!("its form has the number {}", manifest.format)));
        }
        Ok(Self { path: path.to_owned(), zip, manifest })
    }

    /// When it was made.
    pub fn made_at(&self) -> &str {
        &self.manifest.made_at
    }

    fn damaged(&self, part: &str) -> CopyError {
        CopyError::Damaged { path: self.path.clone(), part: part.to_owned() }
    }

    /// Tells the lines of a part, some at a time.
    fn lines<T: DeserializeOwned>(
        &mut self,
        part: &str,
        mut tell: impl FnMut(Vec<T>) -> Result<(), CopyError>,
    ) -> Result<(), CopyError> {
        let damaged = self.damaged(part);
        let Ok(file) = self.zip.by_name(part) else { return Err(damaged) };
        let mut reader = BufReader::with_capacity(PIECE, file);
        let (mut held, mut bytes, mut line) = (Vec::new(), 0, String::new());
        loop {
            line.clear();
            let Ok(length) = reader.read_line(&mut line) else { return Err(damaged) };
            if length > 0 {
                let Ok(row) = serde_json::from_str(&line) else { return Err(damaged) };
                held.push(row);
                bytes += length;
            }
            let is_much = held.len() >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE;
            if (length == 0 || is_much) && !held.is_empty() {
                bytes = 0;
                tell(std::mem::take(&mut held))?;
            }
            if length == 0 {
                return Ok(());
            }
        }
    }

    fn table(
        &mut self,
        (part, name): (&str, &str),
        (sink, watch): (&mut dyn Sink, &Watch),
    ) -> Result<u64, CopyError> {
        watch(Step::Table(name));
        let (mut has_begun, mut told) = (false, 0);
        let damaged = self.damaged(part);
        self.lines(part, |mut rows: Vec<Row>| {
            if !has_begun {
                has_begun = true;
                let columns: Vec<_> = rows.remove(0).into_iter().filter_map(text).collect();
                sink.table(name, &columns)?;
            }
            told += count(rows.len());
            watch(Step::Moved(count(rows.len())));
            sink.rows(rows)
        })?;
        if has_begun { Ok(told) } else { Err(damaged) }
    }

    fn edits(&mut self, (sink, watch): (&mut dyn Sink, &Watch)) -> Result<u64, CopyError> {
        let mut told = 0;
        let damaged = || CopyError::Damaged { path: PathBuf::new(), part: EDITS.into() };
        self.lines(EDITS, |edits: Vec<Edit>| {
            let rows = edits.into_iter().map(|edit| {
                let body = STANDARD.decode(edit.body).map_err(|_| damaged())?;
                let Edit { document, seq, count, .. } = edit;
                Ok(JournalRow { document, seq, count, body, sum: 0 })
            });
            let rows: Vec<_> = rows.collect::<Result<_, CopyError>>()?;
            told += count(rows.len());
            watch(Step::Moved(count(rows.len())));
            sink.edits(rows)
        })?;
        Ok(told)
    }

    fn key(&mut self, part: &str, name: &str, sink: &mut dyn Sink) -> Result<(), CopyError> {
        let damaged = self.damaged(part);
        let mut bytes = Vec::new();
        let read = self.zip.by_name(part).map_err(io::Error::other);
        match read.and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => sink.key(name, bytes),
            Err(_) => Err(damaged),
        }
    }

    fn blob(&mut self, part: &str, key: &str, sink: &mut dyn Sink) -> Result<u64, CopyError> {
        let (damaged, path) = (self.damaged(part), self.path.clone());
        let Ok(key) = BlobKey::parse(key) else { return Err(damaged) };
        let Ok(mut file) = self.zip.by_name(part) else { return Err(damaged) };
        let mut bytes = 0;
        let mut pieces = std::iter::from_fn(|| {
            let mut piece = Vec::new();
            let most = u64::try_from(PIECE).unwrap_or(u64::MAX);
            match (&mut file).take(most).read_to_end(&mut piece) {
                Ok(0) => None,
                Ok(_) => {
                    bytes += count(piece.len());
                    Some(Ok(Bytes::from(piece)))
                }
                Err(error) => Some(Err(CopyError::file(&path)(error))),
            }
        });
        sink.blob(&key, &mut pieces)?;
        Ok(bytes)
    }
}

impl Source for ArchiveReader {
    fn pour(&mut self, sink: &mut dyn Sink, watch: &Watch) -> Result<Contents, CopyError> {
        let said = self.manifest.contents.clone();
        sink.begin(&self.manifest.about.clone())?;
        watch(Step::Rows(said.tables.values().sum::<u64>() + said.edits));
        let mut told = Contents { missing: said.missing.clone(), ..Contents::default() };
        let mut blobs_begun = false;
        for part in self.manifest.parts.clone() {
            let part = part.name.as_str();
            if let Some(name) = part.strip_prefix(TABLES).and_then(|name| name.strip_suffix(LINES))
            {
                let rows = self.table((part, name), (&mut *sink, watch))?;
                told.tables.insert(name.to_owned(), rows);
            } else if part == EDITS {
                told.edits = self.edits((&mut *sink, watch))?;
            } else if let Some(name) = part.strip_prefix(KEYS) {
                self.key(part, name, sink)?;
            } else if let Some(key) = part.strip_prefix(BLOBS) {
                if !std::mem::replace(&mut blobs_begun, true) {
                    watch(Step::Blobs(said.blobs));
                }
                told.blob_bytes += self.blob(part, key, sink)?;
                told.blobs += 1;
                watch(Step::Blob);
            }
        }
        if told == said { Ok(told) } else { Err(self.damaged(MANIFEST)) }
    }
}

fn text(json: serde_json::Value) -> Option<String> {
    json.as_str().map(str::to_owned)
}

fn manifest(zip: &mut ZipArchive<BufReader<File>>) -> Option<Manifest> {
    let mut text = Vec::new();
    zip.by_name(MANIFEST).ok()?.read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Whether the seal is that of the bytes before it; `None` when there is no seal.
fn is_sealed(mut file: &File) -> io::Result<Option<bool>> {
    let size = file.seek(SeekFrom::End(0))?;
    let length = count(SEAL.len() + DIGITS);
    let Some(begin) = size.checked_sub(length) else { return Ok(None) };
    file.seek(SeekFrom::Start(begin))?;
    let mut seal = Vec::new();
    file.read_to_end(&mut seal)?;
    let found = super::print_of(file, begin + count(SEAL.len()))?;
    file.seek(SeekFrom::Start(0))?;
    let is_seal = seal.starts_with(SEAL.as_bytes());
    Ok(is_seal.then(|| seal.ends_with(found.as_bytes())))
}
