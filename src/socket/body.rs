//! The way out: frames that were encoded once, straight from the outlet into the response.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;
use renexus_actors::outlet::Outlet;

/// The body of an upgraded response.
pub(super) struct OutletBody {
    outlet: Outlet,
}

impl OutletBody {
    pub(super) fn new(outlet: Outlet) -> Self {
        Self { outlet }
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
