//! What can be found; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

use super::comments::{comments, threads};
use super::files::files;
use super::pages::pages;
use super::planning::{projects, tasks};

diesel::table! {
    search_entries (key) {
        key -> BigInt,
        workspace -> Text,
        kind -> Text,
        subject -> Text,
        resource_kind -> Text,
        resource -> Text,
        document -> Nullable<Text>,
        title -> Text,
        body -> Text,
        position -> BigInt,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    search_spellings (deleted, term) {
        deleted -> Text,
        term -> Text,
    }
}

diesel::table! {
    search_chunks (key) {
        key -> BigInt,
        workspace -> Text,
        entry -> BigInt,
        text -> Text,
        model -> Text,
        dimensions -> Integer,
        vector -> Binary,
    }
}

diesel::table! {
    search_stale (entry) {
        entry -> BigInt,
        workspace -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(search_entries, search_chunks, search_stale);
diesel::allow_tables_to_appear_in_same_query!(search_entries, pages);
diesel::allow_tables_to_appear_in_same_query!(search_entries, projects);
diesel::allow_tables_to_appear_in_same_query!(search_entries, tasks);
diesel::allow_tables_to_appear_in_same_query!(search_entries, files);
diesel::allow_tables_to_appear_in_same_query!(search_entries, comments);
diesel::allow_tables_to_appear_in_same_query!(search_entries, threads);
