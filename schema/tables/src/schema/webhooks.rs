//! Tables of webhooks.

use super::workspaces;

diesel::table! {
    webhooks (id) {
        id -> Text,
        workspace -> Text,
        owner -> Text,
        url -> Text,
        events -> Text,
        project -> Nullable<Text>,
        is_active -> Bool,
        reason -> Nullable<Text>,
        secret -> Text,
        former_secret -> Nullable<Text>,
        former_until -> Nullable<Timestamp>,
        cursor -> BigInt,
        waiting -> Nullable<Text>,
        next_at -> Nullable<Timestamp>,
        failures -> Integer,
        leased_until -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    deliveries (id) {
        id -> Text,
        webhook -> Text,
        seq -> Nullable<BigInt>,
        kind -> Text,
        state -> Text,
        attempts -> Integer,
        status -> Nullable<Integer>,
        duration_ms -> Nullable<BigInt>,
        answer -> Text,
        problem -> Nullable<Text>,
        created_at -> Timestamp,
        attempted_at -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(webhooks, workspaces);
