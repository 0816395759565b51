//! Questions answered from a workspace: the passages that say most, and what a model makes of them, where there is one.
//!
//! Passages are looked for with the rights of who asks, so nothing else reaches the model. Whatever keeps a model from
//! answering, the passages themselves are the answer, in the same shape.

mod citing;
mod coming;
mod prompt;

use std::sync::Arc;
use std::time::Instant;

use renexus_actors::assistant::Answer;
use renexus_wire::id::fresh;
use renexus_wire::rest::asking::{AnswerView, AnsweredBy, Citation};

pub(crate) use self::coming::{Coming, Step};
use crate::access::Person;
use crate::assistant::{self, AssistantError};
use crate::domain::DomainError;
use crate::planning::hits;
use crate::planning::passages::{self, Passage};
use crate::search::marking;
use crate::search::passages::words;
use crate::state::AppState;

/// Passages that an answer is made from.
const PASSAGES: usize = 8;
/// Passages that are an answer themselves.
const EXCERPTS: usize = 3;

/// An answer, or one that is on its way.
pub(crate) enum Begun {
    /// It is the passages.
    Whole(AnswerView),
    /// A model answers.
    Coming(Box<Coming>),
}

impl Begun {
    /// The whole answer.
    pub(crate) async fn whole(self) -> AnswerView {
        let mut coming = match self {
            Self::Whole(answer) => return answer,
            Self::Coming(coming) => coming,
        };
        loop {
            if let Step::Over(answer) = coming.next().await {
                return answer;
            }
        }
    }
}

/// Looks for passages about a question, and asks a model about them if that may be.
pub(crate) async fn begin(
    state: &AppState,
    (person, workspace): (&Person, &str),
    question: String,
) -> Result<Begun, DomainError> {
    let lens = state.meanings.of(person, workspace, &question).await?.ok();
    let (asked, settings) = (question.clone(), state.settings.assistant.clone());
    let found = state.domain.read(person, workspace, move |look| {
        let passages = passages::find(look, (&asked, lens.as_ref()), PASSAGES)?;
        let workspace = look.workspace.clone();
        let checked = assistant::check(look.connection, (&workspace.id, look.now), &settings)?;
        Ok((passages, workspace, checked))
    });
    let (passages, workspace, checked) = found.await?;
    let texts: Vec<String> = passages.iter().map(|passage| passage.text.clone()).collect();
    let words = words(&question);
    let sources = passages.into_iter().zip(1..).map(|(passage, number)| {
        let Passage { entry, stands, text } = passage;
        let source = hits::told((entry, stands), &words, Some(text));
        Citation { number, url: state.links.found(&workspace.slug, &source), source }
    });
    let sources: Vec<Citation> = sources.collect();
    let excerpts = excerpts(&words, &texts, &sources);
    let whole = |by| Ok(Begun::Whole(AnswerView { by, ..excerpts.clone() }));
    let (Some(worker), false) = (&state.assistant, texts.is_empty()) else {
        return whole(AnsweredBy::Passages);
    };
    match checked {
        Ok(()) => {}
        Err(AssistantError::Quota { .. }) => return whole(AnsweredBy::Spent),
        Err(_) => return whole(AnsweredBy::Off),
    }
    let (fence, most) = (fresh().replace('-', ""), state.settings.assistant.context_bytes);
    let (prompt, given) = prompt::about(&question, &texts, (&fence, most));
    let sent: Vec<&str> = prompt.parts.iter().map(|(_, text)| text.as_str()).collect();
    let sent = sent.join("\n\n");
    let began = Instant::now();
    let Ok(Ok(pieces)) = worker.send(Answer { prompt }).await else {
        // Nobody was asked: it is left alone for a while, or has enough to do.
        return whole(AnsweredBy::Away);
    };
    Ok(Begun::Coming(Box::new(Coming {
        pieces,
        said: String::new(),
        sources: sources.into_iter().take(given).collect(),
        excerpts,
        meanings: Arc::clone(&state.meanings),
        call: Some(assistant::Called {
            workspace: workspace.id,
            person: person.id.clone(),
            purpose: "ask",
            about: None,
            model: state.settings.assistant.model.clone(),
            outcome: "stopped",
            usage: renexus_actors::ports::model::Usage::default(),
            took: std::time::Duration::ZERO,
            prompt: sent,
        }),
        began,
    })))
}

/// The best passages as an answer.
fn excerpts(words: &[String], texts: &[String], sources: &[Citation]) -> AnswerView {
    let mut answer = Vec::new();
    for (text, source) in texts.iter().zip(sources).take(EXCERPTS) {
        // It begins with its title, unless that is all.
        let text = text.split_once('\n').map_or(text.as_str(), |(_, text)| text);
        let shown = citing::plain(&marking::piece(text, words).text);
        // Numbers in brackets are ours.
        let shown = shown.replace('[', "(").replace(']', ")");
        answer.push(format!("{shown} [{}]", source.number));
    }
    let citations = sources.iter().take(EXCERPTS).cloned().collect();
    AnswerView { answer: answer.join("\n\n"), by: AnsweredBy::Passages, citations }
}
