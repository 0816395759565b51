//! The normal distribution, as a table to draw from.

use super::number::real;

/// Entries of the table: enough for the 99.9th percentile, few enough for the first-level cache.
pub(super) const ENTRIES: usize = 1_024;

/// Growth by a step whose logarithm is normal with this deviation: the quantiles in the middle of equal parts.
/// Their mean is one, so that a walk of many steps drifts neither up nor down.
pub(super) fn growth(deviation: f64) -> Vec<f64> {
    let table: Vec<f64> = (0..ENTRIES)
        .map(|entry| (deviation * quantile((real(entry) + 0.5) / real(ENTRIES))).exp())
        .collect();
    let mean = table.iter().sum::<f64>() / real(ENTRIES);
    table.into_iter().map(|factor| factor / mean).collect()
}

/// The value below which this share of a standard normal lies (Acklam's approximation, error below 1.2e-9).
pub(super) fn quantile(share: f64) -> f64 {
    let tail = |share: f64| {
        let q = (-2.0 * share.ln()).sqrt();
        let up = [-7.784_894_002_430_293e-3, -3.223_964_580_411_365e-1, -2.400_758_277_161_838]
            .into_iter()
            .chain([-2.549_732_539_343_734, 4.374_664_141_464_968, 2.938_163_982_698_783]);
        let down = [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1].into_iter().chain([
            2.445_134_137_142_996,
            3.754_408_661_907_416,
            1.0,
        ]);
        polynomial(up, q) / polynomial(down, q)
    };
    if share < 0.024_25 {
        return tail(share.max(f64::MIN_POSITIVE));
    }
    if share > 0.975_75 {
        return -tail((1.0 - share).max(f64::MIN_POSITIVE));
    }
    let (q, r) = (share - 0.5, (share - 0.5) * (share - 0.5));
    let up = [-3.969_683_028_665_376e1, 2.209_460_984_245_205e2, -2.759_285_104_469_687e2]
        .into_iter()
        .chain([1.383_577_518_672_69e2, -3.066_479_806_614_716e1, 2.506_628_277_459_239]);
    let down = [-5.447_609_879_822_406e1, 1.615_858_368_580_409e2, -1.556_989_798_598_866e2]
        .into_iter()
        .chain([6.680_131_188_771_972e1, -1.328_068_155_288_572e1, 1.0]);
    polynomial(up, r) * q / polynomial(down, r)
}

fn polynomial(coefficients: impl Iterator<Item = f64>, at: f64) -> f64 {
    coefficients.fold(0.0, |sum, coefficient| sum * at + coefficient)
}
