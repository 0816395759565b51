//! Which messages of a client concern the others.

use renexus_wire::lib0::{ReadError, Reader};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const QUERY_AWARENESS: u64 = 3;
const STEP_ONE: u64 = 0;
const STEP_TWO: u64 = 1;
const UPDATE: u64 = 2;

/// "You lack nothing": the answer to a Step1.
pub(super) const EMPTY_STEP_TWO: [u8; 5] = [0, 1, 2, 0, 0];

/// What to do with one message.
enum Fate {
    Forward,
    Answer,
    Drop,
}

/// Hands the updates and presence states in a frame on, neighbours in one
/// piece. Returns whether a Step1 was among them. Messages that it does not
/// know end the frame.
pub(super) fn sort<'a>(
    frame: &'a [u8],
    mut forward: impl FnMut(&'a [u8]),
) -> Result<bool, ReadError> {
    let mut reader = Reader::new(frame);
    let mut asked = false;
    // What is to be handed on begins here.
    let mut run = frame;
    let mut ended = 0;
    while !reader.is_empty() {
        let before = reader.rest();
        let fate = read_one(&mut reader)?;
        if matches!(fate, Fate::Forward) {
            ended = run.len() - reader.rest().len();
            continue;
        }
        asked |= matches!(fate, Fate::Answer);
        hand_on(run, run.len() - before.len(), &mut forward);
        run = reader.rest();
        ended = 0;
    }
    hand_on(run, ended, &mut forward);
    Ok(asked)
}

fn hand_on<'a>(run: &'a [u8], length: usize, forward: &mut impl FnMut(&'a [u8])) {
    match run.get(..length) {
        Some(piece) if !piece.is_empty() => forward(piece),
        _ => {}
    }
}

fn read_one(reader: &mut Reader<'_>) -> Result<Fate, ReadError> {
    let fate = match reader.var_uint()? {
        SYNC => match reader.var_uint()? {
            STEP_ONE => Fate::Answer,
            STEP_TWO => Fate::Drop,
            UPDATE => Fate::Forward,
            _ => return drop_rest(reader),
        },
        AWARENESS => Fate::Forward,
        QUERY_AWARENESS => return Ok(Fate::Drop),
        _ => return drop_rest(reader),
    };
    reader.var_bytes()?;
    Ok(fate)
}

/// The length of an unknown message is unknown.
fn drop_rest(reader: &mut Reader<'_>) -> Result<Fate, ReadError> {
    reader.take(reader.rest().len())?;
    Ok(Fate::Drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peer::{Dialect, Protocol};

    fn sorted(frame: &[u8]) -> (Vec<Vec<u8>>, bool) {
        let mut pieces = Vec::new();
        let asked = sort(frame, |piece| pieces.push(piece.to_vec())).unwrap();
        (pieces, asked)
    }

    #[test]
    fn updates_and_presence_are_handed_on_and_questions_are_not() {
        let dialect = Dialect::new(Protocol::YSweet, "room");
        let (update, presence) = (dialect.update(&[1, 2, 3]), dialect.awareness(&[4]));
        let both = [update.clone(), presence.clone()].concat();
        assert_eq!(sorted(&update), (vec![update.clone()], false));
        assert_eq!(sorted(&both), (vec![both.clone()], false), "one piece");
        assert_eq!(sorted(&dialect.step_one(&[0])), (vec![], true));
        assert_eq!(sorted(&dialect.step_two(&[0, 0])), (vec![], false));
        let mixed = [both.clone(), dialect.step_one(&[0]), vec![3], update.clone()].concat();
        assert_eq!(sorted(&mixed), (vec![both, update.clone()], true));
        let unknown = [update.clone(), dialect.marker(1).unwrap()].concat();
        assert_eq!(sorted(&unknown), (vec![update], false));
        assert!(sort(&[0, 2, 9], |_| {}).is_err(), "cut off");
    }

    #[test]
    fn the_empty_answer_is_what_a_client_reads() {
        let dialect = Dialect::new(Protocol::YWebsocket, "room");
        assert_eq!(dialect.step_two(&[0, 0]), EMPTY_STEP_TWO);
    }
}
