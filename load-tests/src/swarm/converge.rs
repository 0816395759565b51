//! At the end: does everybody who comes anew see everything that was sent, and all the same?

use std::time::Duration;

use yrs::StateVector;
use yrs::block::ClientID;

use crate::result::Convergence;

use super::crowd::Plan;
use super::newcomer::Newcomer;

/// Documents that are looked at, spread over all.
const DOCUMENTS: usize = 4;

/// A server that does not answer with everything by then has lost it.
const DEADLINE: Duration = Duration::from_secs(10);

/// Two newcomers look at some documents.
pub(super) async fn look(plan: &Plan, writers: &[u32]) -> Convergence {
    let ids = plan.ids();
    let mut found = Convergence::default();
    let step = plan.rooms.len().div_ceil(DOCUMENTS).max(1);
    for room in (0..plan.rooms.len()).step_by(step) {
        let sent = ids.iter().skip(room * plan.clients()).take(plan.writers());
        let clocks = writers.iter().skip(room * plan.writers());
        let due: Vec<_> = sent.zip(clocks).map(|(id, clock)| (u64::from(*id), *clock)).collect();
        found.documents += 1;
        if let Err(fault) = compare(plan, room, &due).await {
            found.different += 1;
            let name = plan.rooms.get(room).map_or("", |room| room.document.as_str());
            found.faults.push(format!("{name}: {fault:#}"));
        }
    }
    found
}

async fn compare(plan: &Plan, room: usize, due: &[(u64, u32)]) -> anyhow::Result<()> {
    let lacks = |state: &StateVector| {
        let sent: u64 = due.iter().map(|(_, clock)| u64::from(*clock)).sum();
        let there = due.iter().map(|(id, clock)| state.get(&ClientID::new(*id)).min(*clock));
        sent - there.map(u64::from).sum::<u64>()
    };
    let mut first = Newcomer::open(plan, room).await?;
    let mut second = Newcomer::open(plan, room).await?;
    for one in [&mut first, &mut second] {
        if !one.until(DEADLINE, |state| lacks(state) == 0).await? {
            let (missing, client) = (lacks(&one.state()), due.len());
            anyhow::bail!("a newcomer lacks {missing} characters of {client} writers");
        }
    }
    anyhow::ensure!(first.text() == second.text(), "two newcomers see different texts");
    anyhow::ensure!(first.state() == second.state(), "two newcomers have different histories");
    Ok(())
}
