//! Documents in their tree; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

diesel::table! {
    pages (id) {
        id -> Text,
        workspace -> Text,
        parent -> Nullable<Text>,
        title -> Text,
        icon -> Nullable<Text>,
        rank -> Text,
        is_closed -> Bool,
        version -> BigInt,
        created_by -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        archived_at -> Nullable<Timestamp>,
    }
}
