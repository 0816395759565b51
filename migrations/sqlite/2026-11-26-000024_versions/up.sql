-- Documents as they were. `seq` is the position of the journal that a version covers, `state` one Yjs update, packed with zlib,
-- `size` how long it is unpacked. `authors` are the ids of people who wrote since the version before, a list in JSON; `guests`
-- says that others did as well. Words are counted against the version before. `taken_by` is null where the server took it by itself.
CREATE TABLE versions (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    document TEXT NOT NULL,
    seq BIGINT NOT NULL,
    name TEXT,
    named_by TEXT,
    taken_by TEXT,
    authors TEXT NOT NULL,
    guests BOOLEAN NOT NULL,
    words_added BIGINT NOT NULL,
    words_removed BIGINT NOT NULL,
    size BIGINT NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    state BLOB NOT NULL
);
CREATE INDEX versions_document ON versions (document, id);
CREATE INDEX versions_age ON versions (taken_at);

-- Documents that were edited since their newest version: when first and last.
CREATE TABLE versions_due (
    document TEXT PRIMARY KEY NOT NULL,
    first_at TIMESTAMP NOT NULL,
    last_at TIMESTAMP NOT NULL
);
CREATE INDEX versions_due_last ON versions_due (last_at);

-- Who wrote in a document since its newest version, and when last; an empty person is whoever has no account.
CREATE TABLE version_writers (
    document TEXT NOT NULL,
    person TEXT NOT NULL,
    last_at TIMESTAMP NOT NULL,
    PRIMARY KEY (document, person)
);
