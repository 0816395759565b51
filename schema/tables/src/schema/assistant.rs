//! Tables of the assistant; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

use super::documents;

diesel::table! {
    assistant_jobs (id) {
        id -> Text,
        workspace -> Text,
        person -> Text,
        document -> Text,
        task -> Text,
        input -> Text,
        state -> Text,
        priority -> Integer,
        attempts -> Integer,
        due_at -> Timestamp,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        stop_asked -> Bool,
        is_stopped -> Bool,
        problem -> Nullable<Text>,
        tokens -> BigInt,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    assistant_calls (id) {
        id -> Text,
        workspace -> Text,
        person -> Text,
        purpose -> Text,
        job -> Nullable<Text>,
        document -> Nullable<Text>,
        model -> Text,
        outcome -> Text,
        prompt_tokens -> BigInt,
        answer_tokens -> BigInt,
        tokens -> BigInt,
        took_ms -> BigInt,
        prompt -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    assistant_switches (workspace) {
        workspace -> Text,
        is_on -> Bool,
        keeps_prompts -> Bool,
        version -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(assistant_jobs, documents);
