//! The way out: frames that were encoded once, straight from the outlet into the response.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use bytes::Bytes;
use renexus_actors::outlet::Outlet;

/// The body of an upgraded response.
pub(super) struct OutletBody {
    outlet: Outlet,
    /// The body of the websocket library; while it lives, the incoming stream does.
    _library: BoxBody,
}

impl OutletBody {
    pub(super) fn new(outlet: Outlet, library: BoxBody) -> Self {
        Self { outlet, _library: library }
    }
}

impl MessageBody for OutletBody {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.outlet.poll_frame(cx).map(|frame| frame.map(Ok))
    }
}

impl Drop for OutletBody {
    /// The connection is gone: whoever pushes finds the outlet closed.
    fn drop(&mut self) {
        self.outlet.end();
    }
}
