//! SHA-256 of bytes as they pass.

use aws_lc_rs::digest::{Context, SHA256};

/// Takes bytes piece by piece and gives their SHA-256.
pub struct Fingerprint(Context);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(Context::new(&SHA256))
    }
}

impl Fingerprint {
    /// Takes the next piece.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The SHA-256 of everything taken, in lower-case hexadecimal.
    pub fn hexadecimal(self) -> String {
        hexadecimal(self.0.finish().as_ref())
    }
}

/// Bytes as lower-case hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let mut print = Fingerprint::default();
        for piece in ["a", "", "bc"] {
            print.take(piece.as_bytes());
        }
        // FIPS 180-2, appendix B.1.
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(print.hexadecimal(), known);
    }
}
