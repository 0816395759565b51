//! Small pictures of pictures. The bytes come from anybody: size and memory are bounded before they are decoded.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::FileError;

/// JPEG's own scale; above it files grow and nothing is seen.
const QUALITY: u8 = 82;
/// Widest and highest picture; whatever is beyond is made to hurt.
const MOST_EDGE: u32 = 32_768;

/// What a picture may cost.
#[derive(Clone, Copy, Debug)]
pub struct PictureBounds {
    /// Most pixels.
    pub pixels: u64,
    /// Most bytes of memory while it is decoded.
    pub memory: u64,
}

/// A picture that was made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// JPEG, or PNG where something is transparent.
    pub media_type: &'static str,
}

/// Width and height of a picture, from the beginning of its file.
pub fn dimensions(head: &[u8]) -> Option<(u32, u32)> {
    reader(head)?.into_dimensions().ok()
}

/// A picture that fits into a square of this many pixels, upright and without what cameras write into files.
pub fn fit(bytes: &[u8], edge: u32, bounds: PictureBounds) -> Result<Picture, FileError> {
    let unreadable = |error: image::ImageError| FileError::Picture(error.to_string());
    let mut reader =
        reader(bytes).ok_or_else(|| FileError::Picture("it is no picture that is known".into()))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_EDGE);
    limits.max_image_height = Some(MOST_EDGE);
    limits.max_alloc = Some(bounds.memory);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > bounds.pixels {
        let most = bounds.pixels;
        return Err(FileError::Picture(format!("{width} × {height} is more than {most} pixels")));
    }
    if decoder.total_bytes() > bounds.memory {
        return Err(FileError::Picture(format!("it needs more than {} bytes", bounds.memory)));
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    if width > edge || height > edge {
        picture = picture.thumbnail(edge, edge);
    }
    picture.apply_orientation(orientation);
    encoded(&picture).map_err(unreadable)
}

fn encoded(picture: &DynamicImage) -> image::ImageResult<Picture> {
    let mut bytes = Vec::new();
    if picture.color().has_alpha() {
        let whole = DynamicImage::ImageRgba8(picture.to_rgba8());
        whole.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
        return Ok(Picture { bytes, media_type: "image/png" });
    }
    let opaque = picture.to_rgb8();
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
    Ok(Picture { bytes, media_type: "image/jpeg" })
}

/// A reader that knows the format; nothing is decoded yet.
fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.format().is_some().then_some(reader)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    const BOUNDS: PictureBounds = PictureBounds { pixels: 1_000_000, memory: 16 << 20 };

    fn file(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn opaque(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_pixel(width, height, Rgb([200, 30, 30])).into()
    }

    /// SPEC FILE-13
    #[test]
    fn every_format_becomes_small_and_keeps_its_shape() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let bytes = file(opaque(600, 300), format);
            assert_eq!(dimensions(&bytes), Some((600, 300)), "{format:?}");
            let small = fit(&bytes, 96, BOUNDS).unwrap();
            assert_eq!(dimensions(&small.bytes), Some((96, 48)), "{format:?}");
        }
        let clear = RgbaImage::from_pixel(200, 200, Rgba([0, 0, 0, 0])).into();
        assert_eq!(
            fit(&file(clear, ImageFormat::Png), 96, BOUNDS).unwrap().media_type,
            "image/png"
        );
        let tiny = fit(&file(opaque(4, 2), ImageFormat::Png), 96, BOUNDS).unwrap();
        assert_eq!((dimensions(&tiny.bytes), tiny.media_type), (Some((4, 2)), "image/jpeg"));
    }

    /// SPEC FILE-14
    #[test]
    fn pictures_beyond_the_bounds_are_not_decoded() {
        let bomb = file(opaque(3_000, 3_000), ImageFormat::Png);
        assert!(bomb.len() < 200_000, "{} bytes", bomb.len());
        let refused = fit(&bomb, 96, BOUNDS).unwrap_err().to_string();
        assert!(refused.contains("3000 × 3000"), "{refused}");
        let cramped = PictureBounds { pixels: u64::MAX, memory: 1 << 20 };
        assert!(matches!(fit(&bomb, 96, cramped), Err(FileError::Picture(_))));
    }

    /// SPEC FILE-14
    #[test]
    fn broken_pictures_are_refused() {
        let whole = file(opaque(100, 100), ImageFormat::Png);
        for length in [0, 1, 8, 20, 33, whole.len() / 2] {
            assert!(fit(&whole[..length], 96, BOUNDS).is_err(), "{length}");
        }
        assert!(fit(b"no picture", 96, BOUNDS).is_err());
        assert_eq!(dimensions(b"no picture"), None);
    }
}
