//! What forecasts and suggestions are asked for with.

use async_graphql::{InputObject, MaybeUndefined, Result};
use chrono::NaiveDate;
use renexus_wire::rest::insight::ForecastQuestion;
use renexus_wire::rest::suggestions::{self as bodies, SuggestionKind};
use serde::Serialize;

use super::body;

input! {
    /// Asks for a forecast.
    NewForecast
    needs {
        /// What is asked.
        question: ForecastQuestion,
        /// Items (at most 1000), or days (at most 366).
        size: i64,
    }
    takes {
        /// The project, by id or key; all that one may read when missing.
        project: String,
    }
}

input! {
    /// A question about what stands in a workspace.
    Question
    needs {
        /// The question, in words; at most 1000 characters.
        question: String,
    }
    takes {}
}

input! {
    /// A task that is not there yet.
    DraftTask
    needs {
        /// What it is called.
        title: String,
    }
    takes {
        /// Its description.
        description: String,
        /// The day by which it is to be done.
        due: NaiveDate,
    }
}

impl DraftTask {
    /// The body that it stands for.
    pub(in crate::graphql) fn in_project(&self, project: &str) -> Result<bodies::DraftTask> {
        #[derive(Serialize)]
        struct Placed<'a> {
            project: &'a str,
            #[serde(flatten)]
            draft: &'a DraftTask,
        }
        body(&Placed { project, draft: self })
    }
}

input! {
    /// What somebody did with the suggestions of one kind.
    SuggestionAnswer
    needs {
        /// The project, by id or key.
        project: String,
        /// The kind.
        kind: SuggestionKind,
    }
    takes {
        /// The place of the one that was taken, from 1; missing when all were dismissed.
        place: i64,
        /// How sure the first one was, in percent.
        confidence: i64,
    }
}
