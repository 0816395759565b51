//! Files, what refers to them, and uploads.

use super::workspaces;

diesel::table! {
    files (id) {
        id -> Text,
        workspace -> Text,
        name -> Text,
        description -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        picture -> Text,
        restricted -> Bool,
        version -> BigInt,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        unused_since -> Nullable<Timestamp>,
    }
}

diesel::table! {
    file_references (file, kind, target) {
        file -> Text,
        kind -> Text,
        target -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    uploads (id) {
        id -> Text,
        workspace -> Text,
        person -> Text,
        name -> Text,
        description -> Text,
        size -> BigInt,
        received -> BigInt,
        done -> Bool,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    upload_pieces (upload, start) {
        upload -> Text,
        start -> BigInt,
        length -> BigInt,
        piece -> Text,
    }
}

diesel::table! {
    blob_removals (blob_key) {
        blob_key -> Text,
        due -> Timestamp,
    }
}

diesel::table! {
    blob_holds (id) {
        id -> Text,
        until -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(files, file_references);
diesel::allow_tables_to_appear_in_same_query!(files, workspaces);
diesel::allow_tables_to_appear_in_same_query!(uploads, upload_pieces);
