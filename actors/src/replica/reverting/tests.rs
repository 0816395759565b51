use serde_json::json;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{
    Any, Array, ArrayPrelim, Map, MapPrelim, Out, Text, TransactionMut, WriteTxn, Xml,
    XmlElementPrelim, XmlFragment, XmlOut, XmlTextPrelim,
};

use super::super::{Replica, STORED, notes};
use super::*;

/// A small source of chance whose seed is printed by whatever fails.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(most.max(1))).unwrap()
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(u32::try_from(words.len()).unwrap())).unwrap()]
    }

    fn word(&mut self) -> String {
        let words = ["a", "plan", "😀", "Grüße ", "x\ny", "long words stand here"];
        self.one_of(&words).to_owned()
    }

    fn marks(&mut self) -> Attrs {
        let mut marks = Attrs::new();
        if self.below(3) == 0 {
            marks.insert("bold".into(), Any::from(true));
        }
        if self.below(4) == 0 {
            marks.insert("link".into(), Any::from(format!("https://{}", self.below(9))));
        }
        marks
    }
}

/// Where a text can be cut: between two characters, never in one that takes two units of UTF-16.
fn cuts(txn: &TransactionMut<'_>, text: &impl Text) -> Vec<u32> {
    let mut cuts = vec![0];
    for piece in text.diff(txn, YChange::identity) {
        let Out::Any(Any::String(piece)) = piece.insert else { continue };
        for letter in piece.chars() {
            cuts.push(cuts[cuts.len() - 1] + u32::try_from(letter.len_utf16()).unwrap());
        }
    }
    cuts
}

fn spoil(txn: &mut TransactionMut<'_>, text: &impl Text, chance: &mut Chance) {
    let cuts = cuts(txn, text);
    let letters = u32::try_from(cuts.len()).unwrap() - 1;
    let at = |letter: u32| cuts[usize::try_from(letter).unwrap()];
    match chance.below(4) {
        0 if letters > 1 => {
            let letter = chance.below(letters - 1);
            text.remove_range(txn, at(letter), at(letter + 1) - at(letter));
        }
        1 if letters > 0 => {
            let letter = chance.below(letters);
            text.format(txn, at(letter), at(letters) - at(letter), chance.marks());
        }
        _ => {
            let (word, marks) = (chance.word(), chance.marks());
            text.insert_with_attributes(txn, at(letters), &word, marks);
        }
    }
}

/// Does something to a document.
fn edit(txn: &mut TransactionMut<'_>, chance: &mut Chance) {
    match chance.below(4) {
        0 => {
            let text = txn.get_or_insert_text("plain");
            spoil(txn, &text, chance);
        }
        1 => {
            let map = txn.get_or_insert_map("map");
            let key = chance.one_of(&["one", "two", "three"]);
            match chance.below(4) {
                0 => drop(map.remove(txn, key)),
                1 => drop(map.insert(txn, key, MapPrelim::from([("deep", chance.below(9))]))),
                _ => drop(map.insert(txn, key, i64::from(chance.below(99)))),
            }
        }
        2 => {
            let array = txn.get_or_insert_array("array");
            let length = array.len(txn);
            match chance.below(4) {
                0 if length > 0 => array.remove(txn, chance.below(length)),
                1 => drop(array.insert(txn, chance.below(length + 1), ArrayPrelim::from([1, 2]))),
                _ => drop(array.insert(txn, chance.below(length + 1), chance.word())),
            }
        }
        _ => {
            let root = txn.get_or_insert_xml_fragment("default");
            let length = root.len(txn);
            let at = chance.below(length.max(1));
            match (chance.below(4), root.get(txn, at)) {
                (0, Some(_)) => root.remove_range(txn, at, 1),
                (1, Some(XmlOut::Element(block))) => {
                    block.insert_attribute(txn, "level", i64::from(chance.below(3)));
                }
                (2, Some(XmlOut::Element(block))) => {
                    if let Some(XmlOut::Text(text)) = block.get(txn, 0) {
                        spoil(txn, &text, chance);
                    }
                }
                _ => {
                    let block =
                        root.insert(txn, at.min(length), XmlElementPrelim::empty("paragraph"));
                    let line = block.push_back(txn, XmlTextPrelim::new(""));
                    line.insert_with_attributes(txn, 0, &chance.word(), chance.marks());
                }
            }
        }
    }
}

/// SPEC VER-8
#[test]
fn a_document_becomes_what_it_was_whatever_was_done_to_it() {
    for seed in 0..400 {
        let mut chance = Chance(seed);
        let (mut ana, mut ben) = (Replica::new(), Replica::new());
        let work = |many: u32, ana: &mut Replica, ben: &mut Replica, chance: &mut Chance| {
            for _ in 0..many {
                let (one, other) = if chance.below(2) == 0 {
                    (&mut *ana, &mut *ben)
                } else {
                    (&mut *ben, &mut *ana)
                };
                let ((), update) = one.edit(|txn| edit(txn, chance)).unwrap();
                other.apply(&update, &STORED);
            }
        };
        work(20, &mut ana, &mut ben, &mut chance);
        let then = ana.state().unwrap();
        let wanted = ana.read(|txn| roots(txn)).unwrap();
        work(30, &mut ana, &mut ben, &mut chance);
        let before = ana.state().unwrap();
        let Some(revert) =
            super::revert(&before, &then).unwrap_or_else(|error| panic!("seed {seed}: {error}"))
        else {
            continue;
        };
        assert!(ana.is_at(&revert.made_for) && ben.is_at(&revert.made_for), "seed {seed}");
        ana.apply(&revert.update, &STORED);
        assert!(!ana.is_at(&revert.made_for), "seed {seed}");
        ben.apply(&revert.update, &STORED);
        assert_eq!(ana.read(|txn| roots(txn)).unwrap(), wanted, "seed {seed}");
        assert_eq!(ben.read(|txn| roots(txn)).unwrap(), wanted, "seed {seed}");
        // Nothing is lost: what came after comes back in the same way.
        let came = Replica::of_state(&before).unwrap().read(|txn| roots(txn)).unwrap();
        if let Some(back) = super::revert(&ana.state().unwrap(), &before).unwrap() {
            ana.apply(&back.update, &STORED);
        }
        assert_eq!(ana.read(|txn| roots(txn)).unwrap(), came, "seed {seed}");
    }
}

/// SPEC VER-8
#[test]
fn what_stayed_is_not_touched_and_notes_are_left_alone() {
    let mut here = Replica::new();
    let long = "word ".repeat(400);
    let paragraph = |txn: &mut TransactionMut<'_>, at: u32, words: &str| {
        let root = txn.get_or_insert_xml_fragment("default");
        let block = root.insert(txn, at, XmlElementPrelim::empty("paragraph"));
        block.push_back(txn, XmlTextPrelim::new(words));
    };
    here.edit(|txn| {
        paragraph(txn, 0, &long);
        paragraph(txn, 1, "second");
    })
    .unwrap();
    let then = here.state().unwrap();
    let suggestions = renexus_wire::rest::assistant::ROOT;
    here.edit(|txn| {
        paragraph(txn, 0, "in front");
        let root = txn.get_or_insert_xml_fragment("default");
        root.remove_range(txn, 2, 1);
        notes::write(txn, suggestions, "job", Some(&json!({ "state": "offered" })));
    })
    .unwrap();
    let Reversal { update, .. } = revert(&here.state().unwrap(), &then).unwrap().unwrap();
    assert!(update.len() < 200, "{} bytes travel", update.len());
    here.apply(&update, &STORED);
    assert!(here.read(|txn| notes::read(txn, suggestions, "job")).is_some());
    assert_eq!(revert(&here.state().unwrap(), &then), Ok(None));
}

/// SPEC VER-8
#[test]
fn what_cannot_be_copied_is_refused() {
    let mut here = Replica::new();
    here.edit(|txn| {
        let map = txn.get_or_insert_map("map");
        map.insert(txn, "inside", yrs::Doc::new());
    })
    .unwrap();
    let then = here.state().unwrap();
    here.edit(|txn| {
        txn.get_or_insert_text("text").push(txn, "more");
    })
    .unwrap();
    let refused = revert(&here.state().unwrap(), &then);
    assert!(matches!(refused, Err(Irreversible::Holds(_))), "{refused:?}");
}
