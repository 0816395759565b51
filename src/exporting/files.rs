//! Files: what is known of them, and their bytes, piece by piece.

use futures_util::StreamExt;
use serde_json::json;

use super::archive::Archive;
use super::error::ExportError;
use super::{Job, PAGE};
use crate::db::queries::files::FileFilter;
use crate::domain::DomainError;
use crate::filing::FilingError;

/// Bytes that are packed together.
const PIECE: usize = 1 << 20;

/// Writes each file, and a list of them.
pub(super) async fn write(job: &Job<'_>, mut archive: Archive) -> Result<Archive, ExportError> {
    let (filing, here) = (&job.exporter.filing, (job.person, job.workspace.as_str()));
    let (mut list, mut number, mut after) = (Vec::new(), 0_u64, None);
    loop {
        let part = (after.clone(), PAGE);
        let page = filing.list(here, FileFilter::default(), part).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id.clone());
        for file in page {
            let kept = match filing.kept(here, file.id.clone()).await {
                Ok(kept) => kept,
                // It was removed since the page was read.
                Err(FilingError::Domain(DomainError::NotFound(_))) => continue,
                Err(error) => return Err(error.into()),
            };
            number += 1;
            // The name that people gave it is in the list; two files may have the same.
            let name = format!("files/{number:06}");
            archive = archive.file(&name, Vec::new()).await?;
            let mut bytes = filing.bytes(&kept, None).await?;
            let mut gathered = Vec::new();
            while let Some(piece) = bytes.next().await {
                gathered.extend_from_slice(&piece.map_err(FilingError::from)?);
                if gathered.len() >= PIECE {
                    archive = archive.append(std::mem::take(&mut gathered)).await?;
                }
            }
            archive = archive.append(gathered).await?;
            serde_json::to_writer(&mut list, &json!({ "file": name, "about": file }))?;
            list.push(b'\n');
        }
    }
    archive.file("files.jsonl", list).await
}
