//! What a webhook is told next.

use chrono::TimeDelta;
use renexus_tables::rows::webhooks::{DeliveryRow, WebhookRow};
use renexus_wire::event::Event;
use renexus_wire::id::fresh;
use renexus_wire::rest::webhooks::DeliveryState;
use serde_json::json;

use super::attempt::Message;
use super::filter::Filter;
use crate::access::Action;
use crate::db::queries::{deliveries, events, webhooks};
use crate::domain::{Change, DomainError, View};
use crate::planning::hearing::{self, Open};

/// Events that are read at once.
const PAGE: i64 = 200;
/// Pages that are looked at in one transaction.
const PAGES: usize = 5;
/// What a ping tells.
pub(super) const PING: &str = "webhook.ping";

/// What there is to do for a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// This is delivered.
    Message(Message),
    /// Nothing so far; there is more to look at.
    More,
    /// Nothing.
    Nothing,
    /// Its owner may not have it any more.
    Orphaned,
}

/// Takes what is next, seen by the owner, and keeps others away for `lease`.
pub(super) fn take(tx: &mut Change<'_>, id: &str, lease: TimeDelta) -> Result<Taken, DomainError> {
    let now = tx.now;
    let free = |row: &WebhookRow| row.is_active && row.leased_until.is_none_or(|until| until < now);
    let Some(hook) = webhooks::find(tx.connection, id)?.filter(free) else {
        return Ok(Taken::Nothing);
    };
    // Somebody may have taken it over since it was found.
    if hook.owner != tx.person.id {
        return Ok(Taken::Nothing);
    }
    if !tx.standing.may(Action::Webhooks) {
        return Ok(Taken::Orphaned);
    }
    let open = hearing::open(tx)?;
    let waiting = hook.waiting.as_deref();
    let waiting = waiting.map(|id| deliveries::find(tx.connection, id)).transpose()?.flatten();
    if let Some(mut delivery) = waiting {
        if hook.next_at.is_some_and(|at| at > now) {
            return Ok(Taken::Nothing);
        }
        if let Some(body) = body(tx, &delivery, &open)? {
            let place = (hook.cursor, Some(delivery.id.as_str()));
            webhooks::lease(tx.connection, id, place, Some(now + lease))?;
            return Ok(Taken::Message(message(tx, &hook, (&delivery, body))));
        }
        delivery.state = DeliveryState::Withheld.word().to_owned();
        deliveries::update(tx.connection, &delivery)?;
    }
    let (cursor, found, more) = scan(tx, &hook, &open)?;
    let Some(event) = found else {
        webhooks::lease(tx.connection, id, (cursor, None), None)?;
        return Ok(if more { Taken::More } else { Taken::Nothing });
    };
    let delivery = DeliveryRow {
        seq: Some(event.seq),
        kind: event.kind.clone(),
        ..delivery(tx, &hook.id, &event.kind)
    };
    deliveries::insert(tx.connection, &delivery)?;
    let place = (cursor, Some(delivery.id.as_str()));
    webhooks::lease(tx.connection, id, place, Some(now + lease))?;
    let body = serde_json::to_string(&event)?;
    Ok(Taken::Message(message(tx, &hook, (&delivery, body))))
}

/// The next event that the webhook wants and its owner may hear; how far was looked, and whether there is more.
fn scan(
    tx: &mut Change<'_>,
    hook: &WebhookRow,
    open: &Open,
) -> Result<(i64, Option<Event>, bool), DomainError> {
    let filter = Filter::of(hook)?;
    let mut cursor = hook.cursor;
    for _ in 0..PAGES {
        let page = events::after(tx.connection, &hook.workspace, cursor, PAGE)?;
        if page.is_empty() {
            return Ok((cursor.max(tx.workspace.event_head), None, false));
        }
        for event in page {
            cursor = event.seq;
            let wanted = Some(event).filter(|event| filter.wants(event));
            if let Some(event) = wanted.and_then(|event| hearing::told(event, open)) {
                return Ok((cursor, Some(event), true));
            }
        }
    }
    Ok((cursor, None, true))
}

/// A delivery that nobody has tried.
pub(super) fn delivery(look: &View<'_>, webhook: &str, kind: &str) -> DeliveryRow {
    DeliveryRow {
        id: fresh(),
        webhook: webhook.to_owned(),
        seq: None,
        kind: kind.to_owned(),
        state: DeliveryState::Waiting.word().to_owned(),
        attempts: 0,
        status: None,
        duration_ms: None,
        answer: String::new(),
        problem: None,
        created_at: look.now,
        attempted_at: None,
    }
}

/// What a delivery tells, as whoever looks may hear it now.
pub(super) fn body(
    look: &mut View<'_>,
    delivery: &DeliveryRow,
    open: &Open,
) -> Result<Option<String>, DomainError> {
    let event = match delivery.seq {
        Some(seq) => {
            let found = events::find(look.connection, &look.workspace.id, seq)?;
            found.and_then(|event| hearing::told(event, open))
        }
        None => Some(Event {
            workspace: look.workspace.id.clone(),
            seq: 0,
            kind: PING.to_owned(),
            actor: None,
            at: delivery.created_at.and_utc(),
            data: json!({ "webhook": delivery.webhook }),
        }),
    };
    Ok(event.map(|event| serde_json::to_string(&event)).transpose()?)
}

/// A delivery with everything that an attempt needs.
pub(super) fn message(
    look: &View<'_>,
    hook: &WebhookRow,
    (delivery, body): (&DeliveryRow, String),
) -> Message {
    let former = hook.former_secret.clone();
    let former = former.filter(|_| hook.former_until.is_some_and(|until| until > look.now));
    Message {
        id: delivery.id.clone(),
        webhook: hook.id.clone(),
        url: hook.url.clone(),
        secrets: [hook.secret.clone()].into_iter().chain(former).collect(),
        body,
    }
}
