//! Optimised builds embed the web app; this has them built anew when it was.

/// Where `npm run build` in `web/` puts the pages.
const PAGES: &str = "web/out";

fn main() {
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // A path that is missing counts as changed each time: then the build looks again until the pages are there.
    let watched = if embeds { PAGES } else { "build.rs" };
    println!("cargo:rerun-if-changed={watched}");
}
