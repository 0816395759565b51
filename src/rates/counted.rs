//! Counts how many attempts were one too many.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Class, Decision, Rates};

/// Rates whose refusals are counted; clones count together.
#[derive(Clone)]
pub struct Counted {
    rates: Arc<dyn Rates>,
    refused: Arc<[AtomicU64; Class::ALL.len()]>,
}

impl Counted {
    /// Counts the refusals of some rates.
    pub fn new(rates: Arc<dyn Rates>) -> Self {
        Self { rates, refused: Arc::default() }
    }

    /// Counts one attempt of somebody; none where the class has no limit.
    pub async fn take(&self, class: Class, key: &str) -> Option<Decision> {
        let decision = self.rates.take(class, key).await?;
        if decision.wait.is_some()
            && let Some((_, refused)) = self.counts().find(|(it, _)| *it == class)
        {
            refused.fetch_add(1, Ordering::Relaxed);
        }
        Some(decision)
    }

    /// Forgets those who are within their rate anyway.
    pub fn forget(&self) {
        self.rates.forget();
    }

    /// How many attempts of each class were refused.
    pub fn refused(&self) -> impl Iterator<Item = (Class, u64)> {
        self.counts().map(|(class, count)| (class, count.load(Ordering::Relaxed)))
    }

    fn counts(&self) -> impl Iterator<Item = (Class, &AtomicU64)> {
        Class::ALL.into_iter().zip(self.refused.iter())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{MemoryRates, Rate};
    use super::*;

    #[tokio::test]
    async fn what_is_refused_is_counted_by_class() {
        let rate = Rate { burst: 2, window: Duration::from_secs(60) };
        let rates = MemoryRates::new([(Class::Enter, rate), (Class::Read, rate)]);
        let counted = Counted::new(Arc::new(rates));
        for _ in 0..5 {
            counted.take(Class::Enter, "a").await.unwrap();
        }
        counted.take(Class::Read, "a").await.unwrap();
        let refused: Vec<_> = counted.refused().filter(|(_, count)| *count > 0).collect();
        assert_eq!(refused, [(Class::Enter, 3)]);
    }
}
