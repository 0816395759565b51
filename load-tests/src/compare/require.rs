//! Requirements on a comparison: `deliveries_per_cpu_second >= 0.9 * floor`.

use std::fmt;
use std::str::FromStr;

use super::{Checked, Comparison, median_by_target, paired_ratio};
use crate::figure::{Figure, factor, names};

/// Stands for the best of the other targets, the floor aside.
pub const BEST_PEER: &str = "best-peer";

/// The bare relay: a limit of the machine and no peer.
pub const FLOOR: &str = "floor";

/// A limit on a figure of the first target.
#[derive(Clone, Debug)]
pub struct Requirement {
    text: String,
    figure: &'static Figure,
    bound: Bound,
    limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    AtLeast,
    AtMost,
}

#[derive(Clone, Debug, PartialEq)]
enum Limit {
    /// A number, in the figure's own unit.
    Value(f64),
    /// This many times the figure of another target.
    Times(f64, String),
}

/// What is wrong with a requirement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequireError {
    /// There is no comparison sign.
    #[error("{0:?} has neither >= nor <=; write FIGURE >= [NUMBER *] TARGET or FIGURE <= NUMBER")]
    NoBound(String),
    /// No figure has this name.
    #[error("there is no figure {name:?}; there are {}", names())]
    NoSuchFigure {
        /// The name.
        name: String,
    },
    /// What should be a number is none.
    #[error("{0:?} before * is not a positive number")]
    NotANumber(String),
    /// Nothing stands where a target or number should.
    #[error("nothing stands after {0}; write a number, a target, or NUMBER * TARGET")]
    NoLimit(&'static str),
    /// What should be a target's name has spaces or signs in it.
    #[error("{0:?} is neither a number nor a target's name")]
    NotATarget(String),
    /// The target is not part of the comparison.
    #[error("{requirement:?} names the target {target:?}, which is not compared: {compared}")]
    NotCompared {
        /// The requirement.
        requirement: String,
        /// The target.
        target: String,
        /// The targets that are.
        compared: String,
    },
}

impl FromStr for Requirement {
    type Err = RequireError;

    fn from_str(text: &str) -> Result<Self, RequireError> {
        let split = |sign: &'static str, bound| {
            text.split_once(sign).map(|(name, limit)| (name.trim(), sign, bound, limit.trim()))
        };
        let (name, sign, bound, limit) = split(">=", Bound::AtLeast)
            .or_else(|| split("<=", Bound::AtMost))
            .ok_or_else(|| RequireError::NoBound(text.to_owned()))?;
        let figure = Figure::by_name(name)
            .ok_or_else(|| RequireError::NoSuchFigure { name: name.to_owned() })?;
        if limit.is_empty() {
            return Err(RequireError::NoLimit(sign));
        }
        Ok(Self { text: text.trim().to_owned(), figure, bound, limit: limit.parse()? })
    }
}

impl FromStr for Limit {
    type Err = RequireError;

    fn from_str(text: &str) -> Result<Self, RequireError> {
        if let Some((times, target)) = text.split_once('*') {
            let wrong = || RequireError::NotANumber(times.trim().to_owned());
            let times: f64 = times.trim().parse().map_err(|_| wrong())?;
            if !times.is_finite() || times <= 0.0 {
                return Err(wrong());
            }
            return Ok(Self::Times(times, target_name(target.trim())?));
        }
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Self::Value(value)),
            _ => Ok(Self::Times(1.0, target_name(text)?)),
        }
    }
}

fn target_name(text: &str) -> Result<String, RequireError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    // A name that begins with a digit would be a number with a unit: 50ms.
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err(RequireError::NotATarget(text.to_owned()))
    }
}

impl Requirement {
    /// The figure that is limited.
    pub fn figure(&self) -> &'static Figure {
        self.figure
    }

    /// Fails when the requirement names a target that is not among these.
    pub fn fits(&self, targets: &[String]) -> Result<(), RequireError> {
        let Limit::Times(_, target) = &self.limit else { return Ok(()) };
        let best = target == BEST_PEER && peers(targets).next().is_some();
        if best || targets.contains(target) {
            return Ok(());
        }
        Err(RequireError::NotCompared {
            requirement: self.text.clone(),
            target: target.clone(),
            compared: targets.join(", "),
        })
    }

    /// Looks whether a comparison keeps it. What was not measured does not keep it.
    pub fn check(&self, comparison: &Comparison) -> Checked {
        let (kept, measured) = match &self.limit {
            Limit::Value(limit) => self.against_value(comparison, *limit),
            Limit::Times(times, target) if target == BEST_PEER => {
                match best_peer(comparison, self.figure) {
                    Some(best) => self.against_target(comparison, *times, best),
                    None => (false, "no peer was measured".to_owned()),
                }
            }
            Limit::Times(times, target) => self.against_target(comparison, *times, target),
        };
        Checked { requirement: self.text.clone(), kept, measured }
    }

    fn against_value(&self, comparison: &Comparison, limit: f64) -> (bool, String) {
        match median_by_target(comparison, self.figure, comparison.first()) {
            Some(own) => (self.bound.holds(own.median, limit), self.figure.show(own.median)),
            None => (false, "not measured".to_owned()),
        }
    }

    fn against_target(&self, comparison: &Comparison, times: f64, target: &str) -> (bool, String) {
        match paired_ratio(comparison, self.figure, target) {
            Some(ratio) => {
                let (median, least, most) =
                    (factor(ratio.median), factor(ratio.least), factor(ratio.most));
                let words = format!("{median} {target}, from {least} to {most}");
                (self.bound.holds(ratio.median, times), words)
            }
            None => (false, format!("no round in which both have it: {target}")),
        }
    }
}

impl Bound {
    fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Self::AtLeast => value >= limit,
            Self::AtMost => value <= limit,
        }
    }
}

/// The targets that the first one is compared with, the floor aside.
fn peers(targets: &[String]) -> impl Iterator<Item = &str> {
    targets.iter().skip(1).map(String::as_str).filter(|target| *target != FLOOR)
}

/// The peer whose median is best.
fn best_peer<'a>(comparison: &'a Comparison, figure: &Figure) -> Option<&'a str> {
    peers(&comparison.targets)
        .filter_map(|peer| Some((peer, median_by_target(comparison, figure, peer)?.median)))
        .reduce(|best, peer| if figure.prefers(peer.1, best.1) { peer } else { best })
        .map(|(peer, _)| peer)
}

impl fmt::Display for Requirement {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}
