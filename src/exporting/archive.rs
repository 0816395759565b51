//! The archive itself: files that are written one after the other, off the async threads.

use std::fs::File;
use std::io::{Error, Seek, SeekFrom, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::error::ExportError;

/// A zip file that grows.
pub(super) struct Archive {
    /// Boxed: it is moved at each step, and steps stand inside one another.
    writer: Box<ZipWriter<File>>,
    /// Bytes that may still be written, before they are packed.
    room: u64,
    most: u64,
}

impl Archive {
    /// An empty archive in a file without a name.
    pub(super) async fn begin(folder: &Path, most: u64) -> Result<Self, ExportError> {
        let folder = folder.to_owned();
        let made = aside(move || Ok(tempfile::tempfile_in(folder)?)).await?;
        Ok(Self { writer: Box::new(ZipWriter::new(made)), room: most, most })
    }

    /// Begins a file with its first content.
    pub(super) async fn file(mut self, name: &str, content: Vec<u8>) -> Result<Self, ExportError> {
        // Archives above 4 GiB need the larger form in each file that may pass it.
        let options = SimpleFileOptions::default().large_file(true);
        self.writer.start_file(name, options).map_err(Error::other)?;
        self.append(content).await
    }

    /// Writes on in the file that was begun last.
    pub(super) async fn append(mut self, content: Vec<u8>) -> Result<Self, ExportError> {
        let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
        self.room = self.room.checked_sub(length).ok_or(ExportError::TooLarge(self.most))?;
        aside(move || {
            self.writer.write_all(&content)?;
            Ok(self)
        })
        .await
    }

    /// Writes the end, and goes back to the beginning.
    pub(super) async fn finish(self) -> Result<File, ExportError> {
        aside(move || {
            let mut file = self.writer.finish().map_err(Error::other)?;
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        })
        .await
    }
}

/// Packing takes a processor for a while: it is done on a thread of its own.
pub(super) async fn aside<R: Send + 'static>(
    job: impl FnOnce() -> Result<R, ExportError> + Send + 'static,
) -> Result<R, ExportError> {
    tokio::task::spawn_blocking(job).await.map_err(|_| ExportError::Stopping)?
}
