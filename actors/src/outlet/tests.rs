//! Outlets over a connection that takes as much as it is given room for.

use super::*;
use crate::testing::Pipe;

fn outlet(bound: usize, bare: bool, room: usize) -> (Outlet, Arc<Pipe>) {
    let pipe = Arc::new(Pipe::with_room(room));
    let sink: Arc<dyn Sink> = Arc::<Pipe>::clone(&pipe);
    let bounds = OutletBounds { bytes: bound, stalled: Duration::from_secs(60), bare };
    (Outlet::new(bounds, sink), pipe)
}

fn drain(outlet: &Outlet) -> Poll<Drained> {
    outlet.poll_drain(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn what_fits_is_written_on_the_spot_and_in_order() {
    let (outlet, pipe) = outlet(100, false, 100);
    assert_eq!(outlet.push(Bytes::from_static(b"ab")), Pushed::Queued);
    assert_eq!(
        outlet.push_shared(Bytes::from_static(b"c"), Bytes::from_static(b"d")),
        Pushed::Queued
    );
    assert_eq!(pipe.taken(), b"abcd");
    assert_eq!(outlet.queued_bytes(), 0);
}

#[test]
fn what_does_not_fit_waits_for_room() {
    let (outlet, pipe) = outlet(100, false, 3);
    outlet.push_shared(Bytes::from_static(b"ab"), Bytes::from_static(b"cd"));
    outlet.push(Bytes::from_static(b"ef"));
    assert_eq!((pipe.taken(), outlet.queued_bytes()), (b"abc".to_vec(), 3));
    pipe.make_room(100);
    assert!(drain(&outlet).is_pending());
    assert_eq!((pipe.taken(), outlet.queued_bytes()), (b"abcdef".to_vec(), 0));
}

#[test]
fn whoever_lags_behind_a_big_frame_is_cut_off() {
    let (outlet, pipe) = outlet(10, false, 0);
    assert_eq!(outlet.push(Bytes::from(vec![0; 500])), Pushed::Queued);
    assert_eq!(outlet.push(Bytes::from_static(b"eleven more")), Pushed::Queued);
    assert_eq!(outlet.push(Bytes::from_static(b"x")), Pushed::Overflowed);
    assert_eq!(outlet.push(Bytes::from_static(b"y")), Pushed::Closed);
    pipe.make_room(1_000);
    assert_eq!(drain(&outlet), Poll::Ready(Drained::Closing));
    assert_eq!(pipe.taken(), close_frame(CloseReason::Lagging, false));
}

#[test]
fn closing_drops_what_waits_and_finishing_keeps_it() {
    let ((closed, closed_pipe), (finished, finished_pipe)) =
        (outlet(10, true, 0), outlet(10, true, 0));
    for outlet in [&closed, &finished] {
        outlet.push(Bytes::from_static(b"a"));
    }
    closed.close(CloseReason::Unauthorized);
    finished.finish(CloseReason::Draining);
    finished.close(CloseReason::Internal);
    for (outlet, pipe) in [(&closed, &closed_pipe), (&finished, &finished_pipe)] {
        pipe.make_room(100);
        assert_eq!(drain(outlet), Poll::Ready(Drained::Closing));
        assert!(drain(outlet).is_pending());
    }
    assert_eq!(closed_pipe.taken(), close_frame(CloseReason::Unauthorized, true));
    assert_eq!(
        finished_pipe.taken(),
        [b"a", &close_frame(CloseReason::Draining, true)[..]].concat()
    );
    assert_eq!(finished.closing(), Some(CloseReason::Draining));
}

#[test]
fn a_frame_that_was_begun_is_completed_before_the_goodbye() {
    let (outlet, pipe) = outlet(100, false, 1);
    outlet.push_shared(Bytes::from_static(b"ab"), Bytes::from_static(b"cd"));
    outlet.push(Bytes::from_static(b"dropped"));
    outlet.close(CloseReason::Unauthorized);
    pipe.make_room(100);
    assert_eq!(drain(&outlet), Poll::Ready(Drained::Closing));
    let expected = [b"abcd", &close_frame(CloseReason::Unauthorized, false)[..]].concat();
    assert_eq!(pipe.taken(), expected);
}

/// A connection that takes one byte at a time.
#[derive(Debug)]
struct Sips(Arc<Pipe>);

impl Sink for Sips {
    fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let first = pieces.iter().flat_map(|piece| piece.iter()).take(1).copied();
        self.0.try_write(&[IoSlice::new(&first.collect::<Vec<_>>())])
    }

    fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_writable(cx)
    }
}

#[test]
fn a_frame_that_went_in_sips_keeps_no_other_from_being_dropped() {
    let (_, pipe) = outlet(100, false, 4);
    let bounds = OutletBounds { bytes: 100, stalled: Duration::from_secs(60), bare: false };
    let outlet = Outlet::new(bounds, Arc::new(Sips(Arc::clone(&pipe))));
    outlet.push_shared(Bytes::from_static(b"ab"), Bytes::from_static(b"cd"));
    outlet.push(Bytes::from_static(b"dropped"));
    outlet.close(CloseReason::Unauthorized);
    pipe.make_room(100);
    assert_eq!(drain(&outlet), Poll::Ready(Drained::Closing));
    assert_eq!(
        pipe.taken(),
        [b"abcd", &close_frame(CloseReason::Unauthorized, false)[..]].concat()
    );
}

#[test]
fn a_broken_connection_takes_nothing_and_wakes_the_session() {
    let (outlet, pipe) = outlet(100, false, 100);
    assert!(drain(&outlet).is_pending());
    pipe.cut();
    assert_eq!(outlet.push(Bytes::from_static(b"a")), Pushed::Closed);
    assert_eq!(drain(&outlet), Poll::Ready(Drained::Gone));
}

#[test]
fn whoever_takes_nothing_for_long_lags_however_little_waits() {
    let pipe = Arc::new(Pipe::with_room(1));
    let sink: Arc<dyn Sink> = Arc::<Pipe>::clone(&pipe);
    let bounds = OutletBounds { bytes: 1_000, stalled: Duration::ZERO, bare: false };
    let outlet = Outlet::new(bounds, sink);
    assert_eq!(outlet.push(Bytes::from_static(b"a")), Pushed::Queued);
    assert_eq!(outlet.push(Bytes::from_static(b"b")), Pushed::Queued);
    assert_eq!(outlet.push(Bytes::from_static(b"c")), Pushed::Overflowed);
    assert_eq!(outlet.closing(), Some(CloseReason::Lagging));
}
