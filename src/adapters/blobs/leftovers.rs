//! What a crash leaves in a folder of blobs: files that were being written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Files that are being written carry it in their names; no key of ours holds it.
const UNFINISHED: char = '#';

/// Removes, on a thread of its own, what was being written before now.
pub(super) fn remove_aside(folder: PathBuf) {
    let before = SystemTime::now();
    let tidy = move || {
        if let Err(error) = remove(&folder, before) {
            log::warn!("unfinished blobs are left in {}: {error}", folder.display());
        }
    };
    if let Err(error) = std::thread::Builder::new().name("blobs-tidy".into()).spawn(tidy) {
        log::warn!("unfinished blobs are not looked for: {error}");
    }
}

fn remove(folder: &Path, before: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            remove(&entry.path(), before)?;
        } else if entry.file_name().to_string_lossy().contains(UNFINISHED)
            && entry.metadata()?.modified()? < before
        {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_was_not_finished_goes_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("workspaces/one");
        fs::create_dir_all(&inner).unwrap();
        for name in ["whole", "half#1"] {
            fs::write(inner.join(name), "bytes").unwrap();
        }
        remove(folder.path(), SystemTime::UNIX_EPOCH).unwrap();
        assert!(inner.join("half#1").exists(), "somebody may be writing it now");
        remove(folder.path(), SystemTime::now() + Duration::from_secs(60)).unwrap();
        assert!(inner.join("whole").exists() && !inner.join("half#1").exists());
    }
}
