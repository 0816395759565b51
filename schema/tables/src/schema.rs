//! The Diesel schema; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

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

diesel::allow_tables_to_appear_in_same_query!(documents, journal, checkpoints, quarantine);
