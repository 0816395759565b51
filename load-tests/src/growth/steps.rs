//! The runs of a growth, value by value.

use std::str::FromStr;

use anyhow::{Result, bail};

use super::{COSTS, Growth, Point};
use crate::figure::{Figure, factor};
use crate::launch::{Launch, Order};

/// The most values: each is a run.
const MOST_VALUES: usize = 32;

/// A key and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// The key of the scenario.
    pub key: String,
    /// Its values as they were written, and as numbers.
    pub values: Vec<(String, f64)>,
}

impl FromStr for Over {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (key, values) =
            text.split_once('=').ok_or("expected KEY=VALUES, such as clients=10,100,1000")?;
        if key.is_empty() {
            return Err("no key stands before =".to_owned());
        }
        let number = |value: &str| match value.parse::<f64>() {
            Ok(number) if number > 0.0 && number.is_finite() => Ok((value.to_owned(), number)),
            _ => Err(format!("{value:?} is not a number above 0")),
        };
        let values = values.split(',').map(|value| number(value.trim()));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        if values.len() > MOST_VALUES {
            return Err(format!("{} values are more than {MOST_VALUES}", values.len()));
        }
        Ok(Self { key: key.to_owned(), values })
    }
}

/// What to run.
#[derive(Debug)]
pub struct GrowthPlan {
    /// Names of the targets.
    pub targets: Vec<String>,
    /// The key and its values.
    pub over: Over,
    /// The seed of every run.
    pub seed: u64,
}

/// Runs every target at every value; `say` gets a line for each run.
pub async fn grow(
    plan: &GrowthPlan,
    launch: &mut impl Launch,
    say: &mut impl FnMut(String),
) -> Result<Growth> {
    let key = &plan.over.key;
    let mut growth = Growth {
        key: key.clone(),
        seed: plan.seed,
        targets: plan.targets.clone(),
        ..Growth::default()
    };
    for (text, value) in &plan.over.values {
        for target in &plan.targets {
            say(format!("{key} = {text}: {target}"));
            let set = vec![(key.clone(), text.clone())];
            let order = Order { target: target.clone(), set, seed: plan.seed };
            match launch.launch(&order).await {
                Ok(result) => {
                    growth.scenario.clone_from(&result.scenario);
                    let target = target.clone();
                    growth.points.push(Point { value: *value, target, result });
                }
                Err(error) => {
                    growth.failures.push(format!("{target} at {key} = {text}: {error:#}"));
                }
            }
        }
    }
    if let (true, Some(failure)) = (growth.points.is_empty(), growth.failures.first()) {
        bail!("no run succeeded; the first: {failure}");
    }
    Ok(growth)
}

/// The costs as lines: each value, and how many times the first it is.
pub fn lines(growth: &Growth) -> Vec<String> {
    let mut lines = Vec::new();
    let figures = COSTS.iter().filter_map(|name| Figure::by_name(name));
    for figure in figures {
        for target in &growth.targets {
            let curve = growth.curve(figure, target);
            let Some((_, first)) = curve.first().copied().filter(|(_, first)| *first > 0.0) else {
                continue;
            };
            lines.push(String::new());
            lines.push(format!("{}, {target}", figure.label));
            lines.extend(curve.iter().map(|(value, cost)| {
                let at = format!("{} = {value}", growth.key);
                format!("  {at:<24} {:>12}  {}", figure.show(*cost), factor(cost / first))
            }));
        }
    }
    lines.extend(growth.failures.iter().map(|failure| format!("FAILED  {failure}")));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::{PhaseResult, RunResult};

    /// A server whose work per delivery doubles at 1,000 clients, and that fails at 5,000.
    struct Bends;

    impl Launch for Bends {
        async fn launch(&mut self, order: &Order) -> Result<RunResult> {
            let clients: u32 = order.set[0].1.parse()?;
            anyhow::ensure!(clients < 5_000, "out of memory");
            let cost = if clients < 1_000 { 1e-6 } else { 2e-6 };
            let phase = PhaseResult {
                seconds: 1.0,
                delivered: u64::from(clients),
                server_cpu_seconds: Some(f64::from(clients) * cost),
                ..PhaseResult::default()
            };
            Ok(RunResult { scenario: "fan".into(), phases: vec![phase], ..RunResult::default() })
        }
    }

    #[tokio::test]
    async fn a_bend_is_seen_and_a_failed_run_does_not_hide_the_others() {
        let over = "clients=10,100,1000,5000".parse().unwrap();
        let plan = GrowthPlan { targets: vec!["bends".into()], over, seed: 1 };
        let growth = grow(&plan, &mut Bends, &mut |_| ()).await.unwrap();
        let text = lines(&growth).join("\n");
        assert!(text.contains("clients = 1000                2.00 µs  2.00×"), "{text}");
        assert!(text.contains("FAILED  bends at clients = 5000: out of memory"), "{text}");
    }

    #[test]
    fn what_is_wrong_with_a_list_of_values_is_said() {
        let wrong = |text: &str| text.parse::<Over>().unwrap_err();
        assert!(wrong("clients").contains("KEY=VALUES"));
        assert!(wrong("clients=1,x").contains("\"x\" is not a number above 0"));
        assert!(wrong("=1").contains("no key"));
        assert!(wrong(&format!("a=1{}", ",1".repeat(40))).contains("more than 32"));
    }
}
