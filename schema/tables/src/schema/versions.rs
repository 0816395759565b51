//! Versions of documents; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

diesel::table! {
    versions (id) {
        id -> Text,
        workspace -> Text,
        document -> Text,
        seq -> BigInt,
        name -> Nullable<Text>,
        named_by -> Nullable<Text>,
        taken_by -> Nullable<Text>,
        authors -> Text,
        guests -> Bool,
        words_added -> BigInt,
        words_removed -> BigInt,
        size -> BigInt,
        taken_at -> Timestamp,
        state -> Binary,
    }
}

diesel::table! {
    versions_due (document) {
        document -> Text,
        first_at -> Timestamp,
        last_at -> Timestamp,
    }
}

diesel::table! {
    version_writers (document, person) {
        document -> Text,
        person -> Text,
        last_at -> Timestamp,
    }
}
