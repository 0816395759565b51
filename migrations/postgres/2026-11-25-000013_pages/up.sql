-- A document of a workspace and its place in the tree. Its id is that of the document. A closed one is for
-- admins and those who are named. `rank` orders the pages below the same parent.
CREATE TABLE pages (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    parent TEXT REFERENCES pages (id),
    title TEXT NOT NULL,
    icon TEXT,
    rank TEXT NOT NULL COLLATE "C",
    is_closed BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP
);
CREATE INDEX pages_workspace ON pages (workspace, rank);
CREATE INDEX pages_parent ON pages (parent);
