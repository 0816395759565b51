//! Numbers as people read them: three digits and a fitting unit.

/// What a figure's number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Things per second.
    PerSecond,
    /// Things per second of processor time.
    PerCpuSecond,
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
    /// Microseconds of processor time per second.
    MicrosPerSecond,
    /// Seconds.
    Seconds,
    /// Bytes; 1 KB is 1,000 of them.
    Bytes,
    /// Processor cores in use.
    Cores,
    /// How many times.
    Times,
}

const COUNTS: &[(f64, &str)] = &[(1e9, " G"), (1e6, " M"), (1e3, " k"), (1.0, "")];
const BYTES: &[(f64, &str)] = &[(1e9, " GB"), (1e6, " MB"), (1e3, " KB"), (1.0, " B")];
const MICROS: &[(f64, &str)] = &[(1e6, " s"), (1e3, " ms"), (1.0, " µs"), (1e-3, " ns")];

impl Unit {
    /// A number for people: `1.53 M/s`, `12.4 ms`, `8.10 KB`.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Count => scaled(value, COUNTS),
            Self::PerSecond => scaled(value, COUNTS) + "/s",
            Self::PerCpuSecond => scaled(value, COUNTS) + "/CPU s",
            Self::Millis => scaled(value * 1e3, MICROS),
            Self::Micros => scaled(value, MICROS),
            Self::MicrosPerSecond => scaled(value, MICROS) + "/s",
            Self::Seconds => scaled(value * 1e6, MICROS),
            Self::Bytes => scaled(value, BYTES),
            Self::Cores => digits(value) + " cores",
            Self::Times => digits(value) + "×",
        }
    }
}

/// A number on an axis, whose label tells the rest: like [`Unit::show`] without idle zeros and `/s`.
pub fn axis_number(unit: Unit, value: f64) -> String {
    let long = match unit {
        Unit::PerSecond | Unit::PerCpuSecond => Unit::Count.show(value),
        Unit::MicrosPerSecond => Unit::Micros.show(value),
        Unit::Cores | Unit::Times => digits(value),
        // Mixed units on a time axis of seconds would be harder to read than seconds.
        Unit::Seconds => digits(value),
        other => other.show(value),
    };
    let (number, suffix) = long.split_once(' ').map_or((long.as_str(), ""), |pair| pair);
    let number = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    };
    if suffix.is_empty() || number == "0" {
        number.to_owned()
    } else {
        format!("{number} {suffix}")
    }
}

/// A ratio: `1.07×`, `0.34×`, `12×`.
pub fn factor(ratio: f64) -> String {
    Unit::Times.show(ratio)
}

/// A range in few words: `1.60-1.72×`, `540-780 µs`; nothing when both ends read alike.
pub fn range(unit: Unit, least: f64, most: f64) -> Option<String> {
    let (least, most) = (unit.show(least), unit.show(most));
    if least == most {
        return None;
    }
    let bare = |text: &str| {
        let number = text.trim_end_matches('×');
        number.split_once(' ').map_or(number, |(number, _)| number).to_owned()
    };
    let suffix = |text: &str| text.strip_prefix(&bare(text)).map(str::to_owned);
    let alike = suffix(&least) == suffix(&most);
    Some(format!("{}-{most}", if alike { bare(&least) } else { least }))
}

fn scaled(value: f64, steps: &[(f64, &str)]) -> String {
    if value == 0.0 {
        let suffix = steps.iter().find(|(size, _)| *size == 1.0).map_or("", |(_, suffix)| suffix);
        return format!("0{suffix}");
    }
    // 999.6 would be written as 1000, so the next unit begins a little before.
    let fits = |(size, _): &&(f64, &str)| value.abs() >= size * 0.9995;
    let step = steps.iter().find(fits).or(steps.last());
    let (size, suffix) = step.copied().unwrap_or((1.0, ""));
    let countable = matches!(suffix, "" | " B");
    let whole = countable && value.fract() == 0.0;
    if whole { format!("{value:.0}{suffix}") } else { digits(value / size) + suffix }
}

/// Three digits that count.
fn digits(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 99.95 => format!("{value:.0}"),
        size if size >= 9.995 => format!("{value:.1}"),
        size if size >= 0.0995 => format!("{value:.2}"),
        size if size >= 0.00995 => format!("{value:.3}"),
        size if size >= 0.00095 => format!("{value:.4}"),
        _ => format!("{value:.1e}"),
    }
}
