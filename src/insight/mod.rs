//! Forecasts and suggestions from what happened before: plain functions over plain values, without any model.
//!
//! `daily` counts, `simulate` runs possible futures, `calibrate` learns from forecasts of the past how far to trust
//! them, `backtest` plays a history through. `flow` describes a board, `risk` reads forecasts in words.
//! `words`, `similar` and `same` compare texts, `ranking` orders people and places by what is known, `evaluate` measures it.

pub mod backtest;
pub mod book;
pub mod calibrate;
pub mod chance;
pub mod daily;
pub mod due;
pub mod evaluate;
pub mod flow;
pub mod forecast;
pub mod history;
pub mod level;
pub mod meant;
mod normal;
pub mod number;
mod plain;
pub mod ranking;
pub mod rewording;
pub mod risk;
mod rivals;
pub mod same;
pub mod similar;
pub mod simulate;
pub mod suggest;
pub mod words;

#[cfg(test)]
mod tests;
