-- Conversations at a place: a task or a document (`place_kind`, `place`). `anchor_start` and `anchor_end` are
-- relative positions of Yjs in base64; `quote` is the text that stood there.
CREATE TABLE threads (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    place_kind TEXT NOT NULL,
    place TEXT NOT NULL,
    anchor_start TEXT,
    anchor_end TEXT,
    quote TEXT,
    comments BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES people (id),
    created_at TIMESTAMP NOT NULL,
    resolved_by TEXT,
    resolved_at TIMESTAMP
);
CREATE INDEX threads_place ON threads (place_kind, place, id);
CREATE INDEX threads_workspace ON threads (workspace, id);

-- What was said. The row of a deleted one stays, with an empty body.
CREATE TABLE comments (
    id TEXT PRIMARY KEY NOT NULL,
    thread TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    author TEXT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    edited_at TIMESTAMP,
    deleted_by TEXT,
    deleted_at TIMESTAMP
);
CREATE INDEX comments_thread ON comments (thread, id);

-- What comments said before they were edited or deleted; who did that, and when.
CREATE TABLE comment_bodies (
    id TEXT PRIMARY KEY NOT NULL,
    comment TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    replaced_at TIMESTAMP NOT NULL
);
CREATE INDEX comment_bodies_comment ON comment_bodies (comment, id);

-- Emoji that people put below comments.
CREATE TABLE reactions (
    comment TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    emoji TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (comment, emoji, person)
);

-- Who hears of what happens at a place. A muted one stays, so that nothing turns it on again by itself.
CREATE TABLE watches (
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    place_kind TEXT NOT NULL,
    place TEXT NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    is_muted BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person, place_kind, place)
);
CREATE INDEX watches_place ON watches (place_kind, place, is_muted);

-- What people are told. `by_mail` also goes into the next digest; `mailed_at` is when it did.
CREATE TABLE notifications (
    id TEXT PRIMARY KEY NOT NULL,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    actor TEXT,
    place_kind TEXT NOT NULL,
    place TEXT NOT NULL,
    thread TEXT,
    comment TEXT,
    title TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    by_mail BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    read_at TIMESTAMP,
    mailed_at TIMESTAMP
);
CREATE INDEX notifications_person ON notifications (person, id);
CREATE INDEX notifications_unread ON notifications (person, read_at);
CREATE INDEX notifications_digest ON notifications (by_mail, mailed_at, created_at);
CREATE INDEX notifications_comment ON notifications (comment);

-- What people chose for a kind of notification: off, app or mail. What is missing is as it comes.
CREATE TABLE notification_choices (
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    choice TEXT NOT NULL,
    PRIMARY KEY (person, kind)
);

-- Which due date of a task somebody was reminded of.
CREATE TABLE reminders (
    task TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    due_on DATE NOT NULL,
    reminded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (task, person, due_on)
);
CREATE INDEX reminders_age ON reminders (reminded_at);

-- Mail may be HTML as well as plain text.
ALTER TABLE outbox ADD COLUMN html TEXT;
