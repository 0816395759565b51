//! Which pieces of text say most about a question: plain statistics of words (BM25 among the pieces at hand).

use std::collections::{HashMap, HashSet};

use super::terms;

/// Words of a question that are looked at.
const WORDS: usize = 24;
/// Letters of a word that are compared, so that `decided` and `decides` are one.
const STEM: usize = 6;
/// How soon a word that comes again tells no more, and how much long pieces tell less. The usual values.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;
/// Words that questions are made of, and that tell nothing, in the languages of the web app.
const EMPTY: &str = " a about all am an and any are as at be been but by can could did do does for from had has have how i \
    if in is it its me my of on or our should so than that the their them then there these they this those to us was we were \
    what when where which who whom whose why will with would you your \
    aber alle als am an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser doch du ein eine einem \
    einen einer eines er es für hat haben hatte ich ihr im in ist kann kein keine man mein mit nach nicht noch nur oder sein \
    sich sie sind so um und uns unser von vor wann war waren warum was welche welcher welches wenn wer wie wir wird wo wurde \
    zu zum zur über ";

/// The words of a question that tell something; all of them when none does.
pub fn words(question: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let all: Vec<String> = split(question).filter(|word| seen.insert(word.clone())).collect();
    let telling = |word: &&String| !EMPTY.contains(&format!(" {word} "));
    let some: Vec<String> = all.iter().filter(telling).take(WORDS).cloned().collect();
    if some.is_empty() { all.into_iter().take(WORDS).collect() } else { some }
}

fn split(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|sign: char| !sign.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase)
}

/// A word as it is compared.
fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}

/// The words of a text as they are compared; texts without spaces in pairs of letters.
fn stems(text: &str) -> Vec<String> {
    split(&terms::indexed(text)).map(|word| stem(&word)).collect()
}

/// The places of texts that have words of the question, the best first.
pub fn ranked(words: &[String], texts: &[String]) -> Vec<usize> {
    let sought: HashSet<String> = words.iter().flat_map(|word| stems(word)).collect();
    let texts: Vec<Vec<String>> = texts.iter().map(|text| stems(text)).collect();
    let mut spread: HashMap<&str, f64> = HashMap::new();
    for text in &texts {
        let here: HashSet<&str> = text.iter().map(String::as_str).collect();
        for word in here.into_iter().filter(|word| sought.contains(*word)) {
            *spread.entry(word).or_default() += 1.0;
        }
    }
    let count = |many: usize| f64::from(u32::try_from(many).unwrap_or(u32::MAX));
    let all = count(texts.len());
    let mean = count(texts.iter().map(Vec::len).sum()) / all.max(1.0);
    let mut scored: Vec<(f64, usize)> = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        let mut times: HashMap<&str, f64> = HashMap::new();
        for word in text.iter().filter(|word| sought.contains(*word)) {
            *times.entry(word).or_default() += 1.0;
        }
        let long = 1.0 - LENGTH + LENGTH * count(text.len()) / mean.max(1.0);
        let score: f64 = times
            .into_iter()
            .map(|(word, times)| {
                let in_texts = spread.get(word).copied().unwrap_or(1.0);
                let rare = (1.0 + (all - in_texts + 0.5) / (in_texts + 0.5)).ln();
                rare * times * (SATURATION + 1.0) / (times + SATURATION * long)
            })
            .sum();
        if score > 0.0 {
            scored.push((score, place));
        }
    }
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    scored.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_becomes_the_words_that_tell_something() {
        assert_eq!(words("When do we ship the new lighthouse?"), ["ship", "new", "lighthouse"]);
        assert_eq!(words("Wer streicht den Leuchtturm?"), ["streicht", "leuchtturm"]);
        assert_eq!(words("who is it"), ["who", "is", "it"]);
        assert!(words("?!").is_empty());
    }

    #[test]
    fn the_text_that_says_most_comes_first_and_others_not_at_all() {
        let texts = [
            "We talked about lunch.".to_owned(),
            "The ship carries oil. A ship is slow.".to_owned(),
            "The ship at the lighthouse is red.".to_owned(),
            "日本語の検索".to_owned(),
        ];
        assert_eq!(ranked(&words("ship of the lighthouse"), &texts), [2, 1]);
        assert_eq!(ranked(&words("日本語"), &texts), [3]);
        assert!(ranked(&words("submarine"), &texts).is_empty());
        assert!(ranked(&[], &texts).is_empty());
    }
}
