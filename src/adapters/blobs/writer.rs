//! Writing a blob: in one piece, or in parts that become one at the end.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use object_store::path::Path;
use object_store::{Attributes, MultipartUpload, ObjectStore, PutMultipartOptions, PutOptions};

use super::failed;
use crate::files::blobs::{BlobError, BlobFuture, BlobWriter};

/// Small blobs go in one piece, larger ones in parts of one size.
pub(super) struct ObjectWriter {
    pub(super) store: Arc<dyn ObjectStore>,
    pub(super) path: Path,
    pub(super) part_bytes: usize,
    /// What the store is told of the bytes.
    pub(super) attributes: Attributes,
    /// What has not gone out; less than a part between two writes.
    pub(super) held: BytesMut,
    /// There is one as soon as a part went out.
    pub(super) upload: Option<Box<dyn MultipartUpload>>,
}

impl ObjectWriter {
    async fn send_part(&mut self, part: Bytes) -> Result<(), BlobError> {
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => {
                let options = PutMultipartOptions::from(self.attributes.clone());
                let begun = self.store.put_multipart_opts(&self.path, options);
                let upload = begun.await.map_err(failed)?;
                none.insert(upload)
            }
        };
        upload.put_part(part.into()).await.map_err(failed)
    }

    async fn end(mut self) -> Result<(), BlobError> {
        let rest = self.held.split().freeze();
        if self.upload.is_none() {
            let options = PutOptions::from(self.attributes.clone());
            self.store.put_opts(&self.path, rest.into(), options).await.map_err(failed)?;
            return Ok(());
        }
        if !rest.is_empty() {
            self.send_part(rest).await?;
        }
        if let Some(upload) = &mut self.upload {
            upload.complete().await.map_err(failed)?;
        }
        self.upload = None;
        Ok(())
    }
}

impl BlobWriter for ObjectWriter {
    fn write(&mut self, bytes: Bytes) -> BlobFuture<'_, ()> {
        async move {
            self.held.extend_from_slice(&bytes);
            while self.held.len() >= self.part_bytes {
                let part = self.held.split_to(self.part_bytes).freeze();
                self.send_part(part).await?;
            }
            Ok(())
        }
        .boxed()
    }

    fn finish(self: Box<Self>) -> BlobFuture<'static, ()> {
        self.end().boxed()
    }
}

impl Drop for ObjectWriter {
    /// Whoever stops in between leaves parts, which the store is told to forget.
    fn drop(&mut self) {
        let Some(mut upload) = self.upload.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            if let Err(error) = upload.abort().await {
                log::warn!("parts of a blob are left over: {error}");
            }
        });
    }
}
