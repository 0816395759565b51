//! Where a value lies on an axis, and which values have a mark.

/// How an axis is divided.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scale {
    /// Evenly from 0.
    Linear { high: f64, step: f64 },
    /// By factors.
    Log { low: f64, high: f64 },
    /// By shares of a distribution: 0, 90, 99, 99.9 percent are equally far apart.
    Tail { nines: f64 },
}

/// Marks on a linear axis, about.
const MARKS: f64 = 5.0;

impl Scale {
    /// A linear axis from 0 to a round number at or above `most`.
    pub(super) fn linear(most: f64) -> Self {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let rough = most / MARKS;
        let decade = 10_f64.powf(rough.log10().floor());
        let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * decade);
        let step = steps.into_iter().find(|step| *step >= rough * 0.999).unwrap_or(rough);
        Self::Linear { high: (most / step - 1e-9).ceil() * step, step }
    }

    /// A linear axis from 0 to exactly `end`.
    pub(super) fn linear_until(end: f64) -> Self {
        match Self::linear(end) {
            Self::Linear { step, .. } if end > 0.0 => Self::Linear { high: end, step },
            scale => scale,
        }
    }

    /// A logarithmic axis around these values; what is not above 0 lies at its lower end.
    pub(super) fn log(values: impl Iterator<Item = f64>) -> Self {
        let positive = values.filter(|value| *value > 0.0 && value.is_finite());
        let (low, high) = positive
            .fold((f64::MAX, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        if high <= 0.0 {
            return Self::Log { low: 1.0, high: 10.0 };
        }
        let low = round_numbers(low).rfind(|mark| *mark <= low * 1.000_001).unwrap_or(low);
        let high = round_numbers(high).find(|mark| *mark >= high * 0.999_999).unwrap_or(high);
        // A single value still gets an axis, and small wiggles do not fill it.
        if high / low < 3.0 {
            Self::Log { low: low / 2.0, high: high * 2.0 }
        } else {
            Self::Log { low, high }
        }
    }

    /// An axis of shares up to the longest of so many values.
    pub(super) fn tail(count: f64) -> Self {
        Self::Tail { nines: count.log10().clamp(2.0, 7.0) }
    }

    /// Where a value lies, from 0 to 1.
    pub(super) fn place(&self, value: f64) -> f64 {
        let share = match *self {
            Self::Linear { high, .. } => value / high,
            Self::Log { low, high } => (value.max(low) / low).ln() / (high / low).ln(),
            Self::Tail { nines } => -(1.0 - value).max(1e-12).log10() / nines,
        };
        share.clamp(0.0, 1.0)
    }

    /// The values that get a mark, rising.
    pub(super) fn marks(&self) -> Vec<f64> {
        match *self {
            Self::Linear { high, step } => {
                let marks = std::iter::successors(Some(0.0), |mark| Some(mark + step));
                marks.take(12).take_while(|mark| *mark <= high * 1.000_001).collect()
            }
            Self::Log { low, high } => {
                let marks = decades(low, high);
                let inside = |mark: &f64| *mark >= low * 0.999_999 && *mark <= high * 1.000_001;
                let wide = high / low > 300.0;
                let whole =
                    |mark: &f64| !wide || (mark.log10() - mark.log10().round()).abs() < 1e-6;
                marks.filter(inside).filter(whole).take(16).collect()
            }
            Self::Tail { nines } => {
                let marks = [0.0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.999_99, 0.999_999];
                let inside = |mark: &f64| -(1.0 - mark).log10() <= nines + 1e-6;
                marks.into_iter().filter(inside).collect()
            }
        }
    }
}

/// 1, 2 and 5 in the decades around a value.
fn round_numbers(value: f64) -> impl DoubleEndedIterator<Item = f64> {
    let decade = 10_f64.powf(value.log10().floor());
    [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0].into_iter().map(move |factor| factor * decade)
}

fn decades(low: f64, high: f64) -> impl Iterator<Item = f64> {
    let first = 10_f64.powf(low.log10().floor());
    let decades = std::iter::successors(Some(first), |decade| Some(decade * 10.0));
    let decades = decades.take(30).take_while(move |decade| *decade <= high * 1.000_001);
    decades.flat_map(|decade| [1.0, 2.0, 5.0].map(|factor| factor * decade))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_axis_ends_at_a_round_number() {
        assert_eq!(
            Scale::linear(1_530_000.0),
            Scale::Linear { high: 2_000_000.0, step: 500_000.0 }
        );
        assert_eq!(Scale::linear(10.0).marks(), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(Scale::linear(0.0).marks().last(), Some(&1.0));
        assert!((Scale::linear(10.0).place(5.0) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_logarithmic_axis_holds_its_values() {
        let scale = Scale::log([840.0, 31_000.0].into_iter());
        assert_eq!(scale, Scale::Log { low: 500.0, high: 50_000.0 });
        assert_eq!(scale.marks(), [500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4]);
        assert_eq!(scale.place(0.0), 0.0);
        assert_eq!(scale.place(1e9), 1.0);
        let wide = Scale::log([1.0, 100_000.0].into_iter());
        assert_eq!(wide.marks(), [1.0, 10.0, 100.0, 1e3, 1e4, 1e5]);
        assert_eq!(Scale::log([7.0].into_iter()), Scale::Log { low: 2.5, high: 20.0 });
    }

    #[test]
    fn shares_are_equally_far_apart() {
        let scale = Scale::tail(10_000.0);
        assert_eq!(scale.marks(), [0.0, 0.5, 0.9, 0.99, 0.999, 0.9999]);
        assert!((scale.place(0.99) - 0.5).abs() < 1e-9);
        assert_eq!(scale.place(1.0), 1.0);
    }
}
