-- What can be found, one row for each task, project, document, file and comment. `subject` is its id, `resource` whose
-- level decides who may read it. `document` is where `body` comes from, up to `position`.
CREATE TABLE search_entries (
    key INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    resource_kind TEXT NOT NULL,
    resource TEXT NOT NULL,
    document TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    position BIGINT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (kind, subject)
);
CREATE INDEX search_entries_workspace ON search_entries (workspace);
CREATE INDEX search_entries_document ON search_entries (document);

-- Words that are in use, each beside itself and itself without one of its letters.
CREATE TABLE search_spellings (
    deleted TEXT NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (deleted, term)
);

-- The words of each entry, by its key; the texts themselves are in `search_entries`.
CREATE VIRTUAL TABLE search_words USING fts5 (
    title,
    body,
    content = '',
    contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3'
);
CREATE TRIGGER search_entries_gone AFTER DELETE ON search_entries BEGIN
    DELETE FROM search_words WHERE rowid = old.key;
END;
