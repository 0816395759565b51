-- A document and how far its journal reaches. `sum` guards key, id, workspace, head and deleted_at.
CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    workspace TEXT,
    head BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    deleted_at TIMESTAMP,
    sum BIGINT NOT NULL
);

-- Updates as they were received. A row covers the `count` positions that end at `seq`.
CREATE TABLE journal (
    document BIGINT NOT NULL REFERENCES documents (key),
    seq BIGINT NOT NULL,
    count BIGINT NOT NULL,
    body BLOB NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (document, seq)
) WITHOUT ROWID;

-- The whole state of a document up to `seq`; the journal behind it is gone.
CREATE TABLE checkpoints (
    document BIGINT PRIMARY KEY NOT NULL REFERENCES documents (key),
    seq BIGINT NOT NULL,
    body BLOB NOT NULL,
    sum BIGINT NOT NULL
);

-- Updates that made the CRDT library fail, kept for those who want to know why.
CREATE TABLE quarantine (
    key INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    document BIGINT NOT NULL REFERENCES documents (key),
    reason TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX quarantine_document ON quarantine (document);

-- Tokens that were taken back before their time.
CREATE TABLE revocations (
    token TEXT PRIMARY KEY NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

-- One row: how many transactions have been committed and how many documents were ever made.
-- What is missing here against the commit mark, or against `documents`, was lost.
CREATE TABLE ledger (
    key INTEGER PRIMARY KEY NOT NULL CHECK (key = 1),
    commits BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    sum BIGINT NOT NULL
);
