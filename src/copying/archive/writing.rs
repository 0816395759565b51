//! Writing an archive: beside its place first, so that a whole one stands there or none.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{SecondsFormat, Utc};
use renexus_tables::rows::JournalRow;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{
    BLOBS, DIGITS, EDITS, Edit, FORMAT, KEYS, LINES, MANIFEST, Manifest, Part, SEAL, TABLES,
};
use crate::copying::{About, Contents, CopyError, Pieces, Row, Sink};
use crate::files::fingerprint::Fingerprint;
use crate::files::key::BlobKey;

/// An archive that grows. Dropped before its end, it leaves nothing.
pub struct ArchiveWriter {
    path: PathBuf,
    unfinished: Unfinished,
    zip: ZipWriter<File>,
    about: Option<About>,
    parts: Vec<Part>,
    /// The part that is written now.
    open: Option<(String, Fingerprint)>,
}

/// A file that goes unless it was given its name.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It has its name by now, or nobody wants it.
        let _ = fs::remove_file(&self.0);
    }
}

impl ArchiveWriter {
    /// Begins an archive that will stand at `path`, for its owner alone: it holds secrets.
    pub fn create(path: &Path) -> Result<Self, CopyError> {
        if path.exists() {
            return Err(CopyError::NotEmpty(path.display().to_string()));
        }
        let mut aside = path.as_os_str().to_owned();
        aside.push(".unfinished");
        let aside = PathBuf::from(aside);
        let made = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&aside);
        let mut zip = ZipWriter::new(made.map_err(CopyError::file(&aside))?);
        let comment = format!("{SEAL}{}", "0".repeat(DIGITS));
        zip.set_comment(comment).map_err(|error| Self::failed(path)(io::Error::other(error)))?;
        Ok(Self {
            path: path.to_owned(),
            unfinished: Unfinished(aside),
            zip,
            about: None,
            parts: Vec::new(),
            open: None,
        })
    }

    /// Writes what is said of all, seals the archive and gives it its name; returns its size.
    pub fn finish(mut self, contents: &Contents) -> Result<u64, CopyError> {
        self.close();
        let about = self.about.take();
        let about = about.ok_or_else(|| CopyError::Broken("nothing was copied".into()))?;
        let manifest = Manifest {
            format: FORMAT,
            made_at: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            about,
            contents: contents.clone(),
            parts: std::mem::take(&mut self.parts),
        };
        let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from);
        let text = text.map_err(Self::failed(&self.path))?;
        self.begin_part(MANIFEST.to_owned(), CompressionMethod::Deflated)?;
        self.write(&text)?;
        let Self { path, unfinished, zip, .. } = self;
        let size = zip.finish().map_err(io::Error::other).and_then(seal);
        let size = size.map_err(Self::failed(&path))?;
        fs::rename(&unfinished.0, &path).map_err(Self::failed(&path))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(Self::failed(&path))?;
        Ok(size)
    }

    fn failed(path: &Path) -> impl FnOnce(io::Error) -> CopyError {
        CopyError::file(path)
    }

    fn begin_part(&mut self, name: String, method: CompressionMethod) -> Result<(), CopyError> {
        self.close();
        // Parts above 4 GiB need the larger form from their beginning.
        let options = SimpleFileOptions::default()
            .large_file(true)
            .compression_method(method)
            .unix_permissions(0o600);
        let begun = self.zip.start_file(name.as_str(), options).map_err(io::Error::other);
        begun.map_err(Self::failed(&self.path))?;
        self.open = Some((name, Fingerprint::default()));
        Ok(())
    }

    fn close(&mut self) {
        if let Some((name, print)) = self.open.take() {
            self.parts.push(Part { name, sha256: print.hexadecimal() });
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CopyError> {
        if let Some((_, print)) = &mut self.open {
            print.take(bytes);
        }
        self.zip.write_all(bytes).map_err(Self::failed(&self.path))
    }

    fn lines(
        &mut self,
        lines: impl Iterator<Item = impl serde::Serialize>,
    ) -> Result<(), CopyError> {
        let mut text = Vec::new();
        for line in lines {
            let written = serde_json::to_writer(&mut text, &line).map_err(io::Error::from);
            written.map_err(Self::failed(&self.path))?;
            text.push(b'\n');
        }
        self.write(&text)
    }
}

/// Puts the SHA-256 of everything before it into the comment.
fn seal(mut file: File) -> io::Result<u64> {
    let size = file.seek(SeekFrom::End(0))?;
    let digits = u64::try_from(DIGITS).unwrap_or_default();
    let print = super::print_of(&file, size - digits)?;
    file.seek(SeekFrom::Start(size - digits))?;
    file.write_all(print.as_bytes())?;
    file.sync_all()?;
    Ok(size)
}

impl Sink for ArchiveWriter {
    fn begin(&mut self, about: &About) -> Result<(), CopyError> {
        self.about = Some(about.clone());
        Ok(())
    }

    fn table(&mut self, name: &str, columns: &[String]) -> Result<(), CopyError> {
        self.begin_part(format!("{TABLES}{name}{LINES}"), CompressionMethod::Deflated)?;
        self.lines(std::iter::once(columns))
    }

    fn rows(&mut self, rows: Vec<Row>) -> Result<(), CopyError> {
        self.lines(rows.iter())
    }

    fn edits(&mut self, edits: Vec<JournalRow>) -> Result<(), CopyError> {
        if self.open.as_ref().is_none_or(|(name, _)| name != EDITS) {
            self.begin_part(EDITS.to_owned(), CompressionMethod::Deflated)?;
        }
        self.lines(edits.into_iter().map(|row| Edit {
            document: row.document,
            seq: row.seq,
            count: row.count,
            body: STANDARD.encode(row.body),
        }))
    }

    fn key(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), CopyError> {
        self.begin_part(format!("{KEYS}{name}"), CompressionMethod::Stored)?;
        self.write(&bytes)
    }

    /// Most files are packed already.
    fn blob(&mut self, key: &BlobKey, bytes: Pieces<'_>) -> Result<(), CopyError> {
        self.begin_part(format!("{BLOBS}{key}"), CompressionMethod::Stored)?;
        for piece in bytes {
            self.write(&piece?)?;
        }
        Ok(())
    }
}
