DROP TABLE suggestion_answers;
DROP TABLE forecast_levels;
DROP TABLE forecasts;
