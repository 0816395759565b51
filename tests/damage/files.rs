//! Damage below the database: one bit or one end of one file.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use renexus::db::queries::documents::{self, Visible};
use renexus_actors::ports::{DocumentStore, StoreError};

use crate::shelf::{Image, Kept, LOG_MARK, MARK, Shelf, folder};

/// One in so many places is an end that was cut off, the others are flipped bits.
const CUT_EVERY: u32 = 5;
/// One in so many places lies in the commit mark, which has only twelve bytes.
const MARK_EVERY: u32 = 25;

/// A folder at the three moments at which a server can leave it.
pub async fn images(dice: &mut StdRng) -> Vec<Image> {
    let place = folder();
    let shelf = Shelf::open(place.path()).await.unwrap();
    shelf.fill(dice).await;
    let killed = Image::take("killed", place.path(), shelf.documents().await);
    shelf.store.fold().await.unwrap();
    drop(shelf);
    let stopped = Image::take("stopped", place.path(), killed.documents.clone());
    let shelf = Shelf::open(place.path()).await.unwrap();
    for kept in &stopped.documents {
        shelf.append(&Arc::new(kept.info.clone()), false, dice).await;
    }
    let killed_again =
        Image::take("started again and killed", place.path(), shelf.documents().await);
    for image in [&killed, &killed_again] {
        assert!(
            image.files.iter().any(|(name, _)| name.ends_with(".wal")),
            "{}: no log",
            image.moment
        );
    }
    vec![killed, stopped, killed_again]
}

/// One place, and what was done there.
pub struct Wound {
    moment: &'static str,
    file: String,
    at: usize,
    bit: Option<u32>,
}

impl fmt::Display for Wound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bit {
            Some(bit) => write!(
                out,
                "{} ({}): bit {bit} of byte {} flipped",
                self.file, self.moment, self.at
            ),
            None => write!(out, "{} ({}): cut off at {}", self.file, self.moment, self.at),
        }
    }
}

/// Damages an image at one random place.
pub fn wound(image: &mut Image, dice: &mut StdRng) -> Wound {
    let mark = dice.random_ratio(1, MARK_EVERY);
    let fits = |name: &str| [MARK, LOG_MARK].contains(&name) == mark;
    let files: Vec<_> = (0..image.files.len())
        .filter(|index| fits(&image.files[*index].0) && !image.files[*index].1.is_empty())
        .collect();
    let (file, bytes) = &mut image.files[*files.choose(dice).unwrap()];
    let at = dice.random_range(0..bytes.len());
    let bit = (!dice.random_ratio(1, CUT_EVERY)).then(|| dice.random_range(0..8));
    match bit {
        Some(bit) => bytes[at] ^= 1 << bit,
        None => bytes.truncate(at),
    }
    Wound { moment: image.moment, file: file.clone(), at, bit }
}

/// What a damaged folder came to; everything else is a broken promise, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is not opened.
    Refused,
    /// It is opened, and what is damaged is not served.
    Detected,
    /// Every document is right: the place held nothing of them.
    Right,
}

/// Opens a folder and reads everything.
pub async fn read_all(folder: &Path, documents: &[Kept]) -> Result<Outcome, String> {
    let Ok(shelf) = Shelf::open(folder).await else { return Ok(Outcome::Refused) };
    let mut outcome = Outcome::Right;
    match shelf
        .database
        .read(|connection| documents::list(connection, Visible::All, None, 200))
        .await
    {
        Ok(rows) if rows.len() == documents.len() => {}
        Ok(rows) => {
            return Err(format!(
                "{} documents are listed, {} were made",
                rows.len(),
                documents.len()
            ));
        }
        Err(_) => outcome = Outcome::Detected,
    }
    for kept in documents {
        let id = &kept.info.id;
        match read(&shelf, kept).await {
            Ok(true) => {}
            Ok(false) => return Err(format!("{id} is not what was written, and nobody says so")),
            Err(None) => return Err(format!("{id} is gone without a word")),
            Err(Some(_)) => outcome = Outcome::Detected,
        }
    }
    Ok(outcome)
}

/// Whether a document is right; `None` when the store takes it for one that is not there.
async fn read(shelf: &Shelf, kept: &Kept) -> Result<bool, Option<StoreError>> {
    let known = |error| if error == StoreError::Deleted { None } else { Some(error) };
    let info = shelf.store.find(kept.info.id.clone()).await.map_err(known)?.ok_or(None)?;
    let stored = shelf.store.load(Arc::new(info.clone())).await.map_err(known)?;
    Ok(info == kept.info && stored == kept.stored)
}
