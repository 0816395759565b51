"""What Schemathesis has to know of media types."""

import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def pieces_of_uploads(context, value):
    """A piece of an upload is its bytes."""
    return value if isinstance(value, bytes) else str(value).encode()
