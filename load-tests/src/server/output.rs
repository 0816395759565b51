//! What a child process writes: read to the end, the last lines kept.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::process::Child;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Lines kept for errors and tests; older ones are forgotten.
const KEPT_LINES: usize = 1000;

/// The last lines of a child's stdout and stderr, as they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Output {
    lines: Arc<Mutex<VecDeque<String>>>,
}

impl Output {
    /// Reads both streams until they end, so that the child never waits for a
    /// full pipe. `on_line` hears every line first.
    pub(crate) fn follow(
        child: &mut Child,
        on_line: impl Fn(&str) + Clone + Send + 'static,
    ) -> Self {
        let output = Self::default();
        let mut streams: Vec<Box<dyn Read + Send>> = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            streams.push(Box::new(stdout));
        }
        if let Some(stderr) = child.stderr.take() {
            streams.push(Box::new(stderr));
        }
        for stream in streams {
            let (output, on_line) = (output.clone(), on_line.clone());
            thread::spawn(move || output.read(stream, on_line));
        }
        output
    }

    /// The lines kept so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn read(&self, stream: Box<dyn Read + Send>, on_line: impl Fn(&str)) {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            on_line(&line);
            let mut kept = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() == KEPT_LINES {
                kept.pop_front();
            }
            kept.push_back(line);
        }
    }
}
