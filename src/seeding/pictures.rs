//! Pictures that are made: of people, and of what their files show.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::chance::Chance;

/// Fields of a person's picture in each direction; the right half mirrors the left one.
const FIELDS: u32 = 5;
/// Pixels of a field.
const FIELD: u32 = 48;
/// Calm colors that white fields stand out from.
const COLORS: [[u8; 3]; 8] = [
    [63, 127, 209],
    [47, 158, 120],
    [199, 125, 30],
    [163, 91, 191],
    [31, 143, 163],
    [214, 69, 69],
    [122, 127, 135],
    [138, 63, 252],
];

/// The picture of a person, as PNG.
pub(super) fn portrait(who: usize, seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed.wrapping_add(u64::try_from(who).unwrap_or_default()));
    let color = COLORS.get(who % COLORS.len()).copied().unwrap_or([63, 127, 209]);
    let half = FIELDS.div_ceil(2);
    let filled: Vec<_> = (0..FIELDS * half).map(|_| chance.happens(0.55)).collect();
    let edge = FIELD * (FIELDS + 1);
    let picture = RgbImage::from_fn(edge, edge, |x, y| {
        let inside = |at: u32| at.checked_sub(FIELD / 2).map(|at| at / FIELD);
        let (Some(column), Some(row)) = (inside(x), inside(y)) else { return Rgb(color) };
        if column >= FIELDS || row >= FIELDS {
            return Rgb(color);
        }
        let place = row * half + column.min(FIELDS - 1 - column);
        let is_filled = usize::try_from(place).ok().and_then(|place| filled.get(place));
        if is_filled.copied().unwrap_or_default() { Rgb([255, 255, 255]) } else { Rgb(color) }
    });
    png(&picture)
}

/// A chart of bars, as PNG.
pub(super) fn chart(seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed);
    let bars: Vec<_> = (0..24_i64).map(|bar| chance.between(20, 60) + bar * 4).collect();
    let picture = RgbImage::from_fn(768, 240, |x, y| {
        let bar = usize::try_from(x / 32).ok().and_then(|bar| bars.get(bar)).copied();
        let is_bar = x % 32 > 6 && i64::from(240 - y) < bar.unwrap_or_default();
        if is_bar { Rgb([63, 127, 209]) } else { Rgb([246, 247, 249]) }
    });
    png(&picture)
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    match picture.write_to(&mut bytes, ImageFormat::Png) {
        Ok(()) => bytes.into_inner(),
        // Memory takes everything that is written to it.
        Err(_) => Vec::new(),
    }
}
