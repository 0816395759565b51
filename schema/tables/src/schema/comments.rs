//! Conversations, and what people are told.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

use super::planning::{task_assignees, tasks};
use super::{members, people};

diesel::table! {
    threads (id) {
        id -> Text,
        workspace -> Text,
        place_kind -> Text,
        place -> Text,
        anchor_start -> Nullable<Text>,
        anchor_end -> Nullable<Text>,
        quote -> Nullable<Text>,
        comments -> BigInt,
        version -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
        resolved_by -> Nullable<Text>,
        resolved_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    comments (id) {
        id -> Text,
        thread -> Text,
        author -> Text,
        body -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        edited_at -> Nullable<Timestamp>,
        deleted_by -> Nullable<Text>,
        deleted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    comment_bodies (id) {
        id -> Text,
        comment -> Text,
        body -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    reactions (comment, emoji, person) {
        comment -> Text,
        emoji -> Text,
        person -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    watches (person, place_kind, place) {
        person -> Text,
        place_kind -> Text,
        place -> Text,
        workspace -> Text,
        is_muted -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    notifications (id) {
        id -> Text,
        person -> Text,
        workspace -> Text,
        kind -> Text,
        actor -> Nullable<Text>,
        place_kind -> Text,
        place -> Text,
        thread -> Nullable<Text>,
        comment -> Nullable<Text>,
        title -> Text,
        excerpt -> Text,
        by_mail -> Bool,
        created_at -> Timestamp,
        read_at -> Nullable<Timestamp>,
        mailed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notification_choices (person, kind) {
        person -> Text,
        kind -> Text,
        choice -> Text,
    }
}

diesel::table! {
    reminders (task, person, due_on) {
        task -> Text,
        person -> Text,
        due_on -> Date,
        reminded_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(threads, comments, comment_bodies, reactions);
diesel::allow_tables_to_appear_in_same_query!(notifications, members);
diesel::allow_tables_to_appear_in_same_query!(notifications, people);
diesel::allow_tables_to_appear_in_same_query!(reminders, tasks);
diesel::allow_tables_to_appear_in_same_query!(reminders, task_assignees);
