//! Optimised builds embed the web app and the client SDK; this has them built anew when those were.

/// Where `tools/web` puts what is embedded.
const EMBEDDED: [&str; 2] = ["web/out", "client-sdk/dist"];

fn main() {
    // Others read the folders as they are. A path that is missing counts as changed each time: then the build looks
    // again until it is there.
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched: &[&str] = if embeds { &EMBEDDED } else { &["build.rs"] };
    for path in watched {
        println!("cargo:rerun-if-changed={path}");
    }
}
