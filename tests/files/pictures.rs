//! Small pictures of files, and pictures that are made to hurt.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::json;

use crate::problem::problem;
use crate::shelf::Shelf;

/// A picture of one colour.
pub(crate) fn plain(width: u32, height: u32) -> Vec<u8> {
    let picture: DynamicImage = RgbImage::from_pixel(width, height, Rgb([10, 90, 160])).into();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// SPEC FILE-13
#[tokio::test]
async fn pictures_have_small_ones() {
    let shelf = Shelf::open().await;
    let file = shelf.kept("sky.png", plain(600, 300)).await;
    assert_eq!((&file["width"], &file["height"]), (&json!(600), &json!(300)));
    assert_eq!((&file["media_type"], &file["thumbnails"]), (&json!("image/png"), &json!(true)));
    for (size, edges) in [("small", (96, 48)), ("medium", (256, 128)), ("large", (600, 300))] {
        for _ in 0..2 {
            let answer = shelf.get(&file, &format!("/thumbnail?size={size}"), &[]).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert_eq!(answer.header("content-type"), Some("image/jpeg"));
            let small = image::load_from_memory(&answer.body).unwrap();
            assert_eq!((small.width(), small.height()), edges);
            let tag = answer.header("etag").unwrap();
            let (rest, known) = (format!("/thumbnail?size={size}"), [("if-none-match", tag)]);
            assert_eq!(shelf.get(&file, &rest, &known).await.status, 304);
        }
    }
    assert_eq!(shelf.blobs(), 4, "each is made once");
    let words = shelf.kept("words.txt", "words").await;
    problem(&shelf.get(&words, "/thumbnail", &[]).await, 422, "no-picture");
    problem(&shelf.get(&file, "/thumbnail?size=huge", &[]).await, 400, "invalid");
}

/// SPEC FILE-14
#[tokio::test]
async fn a_picture_beyond_the_bounds_is_kept_and_never_decoded() {
    let shelf = Shelf::with(&[("files.picture_pixels", "1000000")]).await;
    let bomb = plain(3_000, 3_000);
    let file = shelf.kept("bomb.png", bomb.clone()).await;
    for _ in 0..2 {
        problem(&shelf.get(&file, "/thumbnail", &[]).await, 422, "no-picture");
    }
    assert_eq!(shelf.get(&file, "/content", &[]).await.body.len(), bomb.len());
    let mut cut = plain(100, 100);
    cut.truncate(60);
    let cut = shelf.kept("cut.png", cut).await;
    problem(&shelf.get(&cut, "/thumbnail", &[]).await, 422, "no-picture");
    let fine = shelf.kept("fine.png", plain(100, 100)).await;
    assert_eq!(shelf.get(&fine, "/thumbnail", &[]).await.status, 200);
}
