-- Pieces of what can be found, with what a model says they mean: `vector` is numbers of 32 bits, little endian, of length 1.
CREATE TABLE search_chunks (
    key INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    entry BIGINT NOT NULL REFERENCES search_entries (key) ON DELETE CASCADE,
    text TEXT NOT NULL,
    model TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX search_chunks_entry ON search_chunks (entry);
CREATE INDEX search_chunks_workspace ON search_chunks (workspace, model, key);

-- Entries whose text is not, or not as it is now, in `search_chunks`; its pieces there count for nothing meanwhile.
CREATE TABLE search_stale (
    entry BIGINT PRIMARY KEY NOT NULL REFERENCES search_entries (key) ON DELETE CASCADE,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE
);
CREATE INDEX search_stale_workspace ON search_stale (workspace, entry);
INSERT INTO search_stale (entry, workspace) SELECT key, workspace FROM search_entries;
