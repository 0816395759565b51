//! The Diesel schema; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

pub mod assistant;
pub mod comments;
pub mod files;
pub mod insight;
pub mod pages;
pub mod planning;
pub mod search;
pub mod versions;
pub mod webhooks;

diesel::table! {
    documents (key) {
        key -> BigInt,
        id -> Text,
        workspace -> Nullable<Text>,
        head -> BigInt,
        created_at -> Timestamp,
        deleted_at -> Nullable<Timestamp>,
        sum -> BigInt,
    }
}

diesel::table! {
    journal (document, seq) {
        document -> BigInt,
        seq -> BigInt,
        count -> BigInt,
        body -> Binary,
        sum -> BigInt,
    }
}

diesel::table! {
    checkpoints (document) {
        document -> BigInt,
        seq -> BigInt,
        body -> Binary,
        sum -> BigInt,
    }
}

diesel::table! {
    quarantine (key) {
        key -> BigInt,
        document -> BigInt,
        reason -> Text,
        body -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    revocations (token) {
        token -> Text,
        expires_at -> Timestamp,
        revoked_at -> Timestamp,
    }
}

diesel::table! {
    fences (name) {
        name -> Text,
        fence -> BigInt,
    }
}

diesel::table! {
    ledger (key) {
        key -> Integer,
        commits -> BigInt,
        documents -> BigInt,
        sum -> BigInt,
    }
}

diesel::table! {
    settled (key) {
        key -> Integer,
        frame -> BigInt,
        sum -> BigInt,
    }
}

diesel::table! {
    people (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        handle -> Text,
        avatar -> Nullable<Text>,
        password_hash -> Text,
        totp_secret -> Nullable<Text>,
        totp_step -> BigInt,
        is_admin -> Bool,
        version -> BigInt,
        created_at -> Timestamp,
        verified_at -> Nullable<Timestamp>,
        deactivated_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    logins (id) {
        id -> Text,
        person -> Text,
        token_hash -> Text,
        former_hash -> Nullable<Text>,
        successor_salt -> Nullable<Text>,
        rotated_at -> Nullable<Timestamp>,
        user_agent -> Text,
        address -> Text,
        created_at -> Timestamp,
        used_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    spent_tokens (hash) {
        hash -> Text,
        login -> Text,
        spent_at -> Timestamp,
    }
}

diesel::table! {
    one_time_tokens (hash) {
        hash -> Text,
        kind -> Text,
        person -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (person, hash) {
        person -> Text,
        hash -> Text,
    }
}

diesel::table! {
    api_keys (id) {
        id -> Text,
        person -> Text,
        name -> Text,
        hash -> Text,
        scopes -> Text,
        created_at -> Timestamp,
        expires_at -> Nullable<Timestamp>,
        used_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    workspaces (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        event_head -> BigInt,
        version -> BigInt,
        created_at -> Timestamp,
        archived_at -> Nullable<Timestamp>,
        delete_after -> Nullable<Timestamp>,
    }
}

diesel::table! {
    members (workspace, person) {
        workspace -> Text,
        person -> Text,
        role -> Text,
        joined_at -> Timestamp,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        workspace -> Text,
        role -> Text,
        email -> Nullable<Text>,
        hash -> Text,
        invited_by -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        uses_left -> Integer,
    }
}

diesel::table! {
    access_entries (id) {
        id -> Text,
        workspace -> Text,
        resource_kind -> Text,
        resource -> Text,
        subject_kind -> Text,
        subject -> Text,
        level -> Text,
        created_at -> Timestamp,
        expires_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    events (workspace, seq) {
        workspace -> Text,
        seq -> BigInt,
        kind -> Text,
        actor -> Nullable<Text>,
        at -> Timestamp,
        data -> Text,
    }
}

diesel::table! {
    idempotency_keys (caller, key) {
        caller -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Integer,
        headers -> Text,
        body -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        recipient -> Text,
        subject -> Text,
        body -> Text,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        attempts -> Integer,
        next_at -> Timestamp,
        problem -> Nullable<Text>,
        html -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(documents, journal, checkpoints, quarantine);
diesel::allow_tables_to_appear_in_same_query!(
    people,
    logins,
    one_time_tokens,
    recovery_codes,
    api_keys,
    workspaces,
    members,
    invitations,
    access_entries,
    events,
    documents,
);
