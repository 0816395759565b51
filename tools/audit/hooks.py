"""What Schemathesis has to know of media types and header fields."""

import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def pieces_of_uploads(context, value):
    """A piece of an upload is its bytes."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def filter_case(context, case):
    """HTTP ignores header fields that nobody knows (RFC 9110, section 5.1)."""
    return "x-schemathesis-unknown-property" not in (case.headers or {})
