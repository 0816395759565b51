//! Tables of forecasts and suggestions; `migrations/` says what each column means.
#![expect(
    missing_docs,
    reason = "the macro writes the items; the columns are explained in the migrations"
)]

diesel::table! {
    forecasts (id) {
        id -> Text,
        workspace -> Text,
        project -> Nullable<Text>,
        projects -> Text,
        asked_by -> Text,
        question -> Text,
        size -> BigInt,
        made_at -> Timestamp,
    }
}

diesel::table! {
    forecast_levels (forecast, level) {
        forecast -> Text,
        level -> BigInt,
        promised -> Nullable<BigInt>,
        due_at -> Nullable<Timestamp>,
        outcome -> Nullable<BigInt>,
        kept -> Nullable<Bool>,
    }
}

diesel::table! {
    suggestion_answers (id) {
        id -> Text,
        workspace -> Text,
        project -> Text,
        person -> Text,
        kind -> Text,
        place -> Nullable<BigInt>,
        confidence -> BigInt,
        answered_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(forecasts, forecast_levels);
