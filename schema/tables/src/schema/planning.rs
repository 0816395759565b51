//! Tables of projects and tasks; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

use super::people;

diesel::table! {
    projects (id) {
        id -> Text,
        workspace -> Text,
        key -> Text,
        name -> Text,
        about -> Text,
        is_closed -> Bool,
        next_number -> BigInt,
        version -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
        archived_at -> Nullable<Timestamp>,
        delete_after -> Nullable<Timestamp>,
    }
}

diesel::table! {
    trashed_tasks (id) {
        id -> Text,
        workspace -> Text,
        project -> Text,
        number -> BigInt,
        title -> Text,
        document -> Text,
        content -> Text,
        deleted_by -> Text,
        deleted_at -> Timestamp,
        delete_after -> Timestamp,
    }
}

diesel::table! {
    statuses (id) {
        id -> Text,
        project -> Text,
        name -> Text,
        folded -> Text,
        category -> Text,
        position -> Integer,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    cycles (id) {
        id -> Text,
        project -> Text,
        name -> Text,
        folded -> Text,
        starts_on -> Date,
        ends_on -> Date,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    milestones (id) {
        id -> Text,
        project -> Text,
        name -> Text,
        folded -> Text,
        about -> Text,
        due_on -> Nullable<Date>,
        reached_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    tasks (id) {
        id -> Text,
        workspace -> Text,
        project -> Text,
        number -> BigInt,
        title -> Text,
        folded -> Text,
        document -> Text,
        status -> Text,
        rank -> Text,
        priority -> Integer,
        estimate -> Nullable<Integer>,
        starts_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        parent -> Nullable<Text>,
        cycle -> Nullable<Text>,
        milestone -> Nullable<Text>,
        version -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        started_at -> Nullable<Timestamp>,
        completed_at -> Nullable<Timestamp>,
        archived_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    task_assignees (task, person) {
        task -> Text,
        person -> Text,
    }
}

diesel::table! {
    labels (id) {
        id -> Text,
        workspace -> Text,
        name -> Text,
        folded -> Text,
        color -> Text,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    task_labels (task, label) {
        task -> Text,
        label -> Text,
    }
}

diesel::table! {
    task_links (source, kind, target) {
        source -> Text,
        kind -> Text,
        target -> Text,
        created_by -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    task_views (id) {
        id -> Text,
        workspace -> Text,
        project -> Nullable<Text>,
        owner -> Text,
        name -> Text,
        is_shared -> Bool,
        filter -> Text,
        sort -> Text,
        grouping -> Nullable<Text>,
        layout -> Text,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    task_history (id) {
        id -> Text,
        task -> Text,
        actor -> Text,
        at -> Timestamp,
        field -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    projects,
    statuses,
    cycles,
    milestones,
    tasks,
    task_assignees,
    labels,
    task_labels,
    task_links,
    task_views,
    task_history,
);
diesel::allow_tables_to_appear_in_same_query!(people, tasks);
diesel::allow_tables_to_appear_in_same_query!(people, task_assignees);
