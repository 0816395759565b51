-- Files of workspaces; their bytes are blobs. The workspace is no foreign key: files of one that is gone are
-- found by the sweep, which removes their blobs as well. `picture` says whether small pictures can be made:
-- none, possible or broken. `unused_since` is set while nothing refers to the file.
CREATE TABLE files (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    picture TEXT NOT NULL,
    restricted BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    unused_since TIMESTAMP
);
CREATE INDEX files_workspace ON files (workspace, id);
CREATE INDEX files_unused ON files (unused_since);

-- What uses a file: a task, a document, a comment.
CREATE TABLE file_references (
    file TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (file, kind, target)
);
CREATE INDEX file_references_target ON file_references (kind, target);

-- Files that come in several requests; the file gets the id of the upload. `done` is set once there is a file.
CREATE TABLE uploads (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    done BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX uploads_person ON uploads (workspace, person);
CREATE INDEX uploads_expiry ON uploads (expires_at);

-- What came of an upload so far: the blob `piece` holds `length` bytes from `start` on.
CREATE TABLE upload_pieces (
    upload TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    start BIGINT NOT NULL,
    length BIGINT NOT NULL,
    piece TEXT NOT NULL,
    PRIMARY KEY (upload, start)
);

-- Blobs that go once they are due. A blob is written down here before its first byte is written, and
-- struck out in the transaction that makes it somebody's; so none is forgotten.
CREATE TABLE blob_removals (
    blob_key TEXT PRIMARY KEY NOT NULL,
    due TIMESTAMP NOT NULL
);
CREATE INDEX blob_removals_due ON blob_removals (due);
