-- People who can log in. `email` and `handle` are lower-case. `totp_step` is the last step of a code that was taken.
CREATE TABLE people (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    handle TEXT NOT NULL UNIQUE,
    avatar TEXT,
    password_hash TEXT NOT NULL,
    totp_secret TEXT,
    totp_step BIGINT NOT NULL,
    is_admin BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    verified_at TIMESTAMP,
    deactivated_at TIMESTAMP
);

-- What a refresh token continues: one login on one device. Tokens are stored as SHA-256. `successor_salt` is
-- what the token before and the current one have in common, so that two tabs get the same successor.
CREATE TABLE logins (
    id TEXT PRIMARY KEY NOT NULL,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    former_hash TEXT,
    successor_salt TEXT,
    rotated_at TIMESTAMP,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX logins_person ON logins (person, created_at);
CREATE INDEX logins_former ON logins (former_hash);

-- Refresh tokens that were used up, so that a thief who comes late ends the login.
CREATE TABLE spent_tokens (
    hash TEXT PRIMARY KEY NOT NULL,
    login TEXT NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
    spent_at TIMESTAMP NOT NULL
);
CREATE INDEX spent_tokens_login ON spent_tokens (login);

-- Secrets that work once: setup, reset, verify, totp.
CREATE TABLE one_time_tokens (
    hash TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    person TEXT REFERENCES people (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

-- Codes that stand in for the second factor, each once.
CREATE TABLE recovery_codes (
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    PRIMARY KEY (person, hash)
);

-- Keys of programs that act as a person. `scopes` is a list of words with spaces between.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY NOT NULL,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
    used_at TIMESTAMP,
    ended_at TIMESTAMP
);
CREATE INDEX api_keys_person ON api_keys (person, created_at);

-- Workspaces. `event_head` is the number of the last event; `delete_after` is set while a deletion can be undone.
CREATE TABLE workspaces (
    id TEXT PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    event_head BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP,
    delete_after TIMESTAMP
);

-- Who is in a workspace. `role` is owner, admin, member or guest.
CREATE TABLE members (
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    joined_at TIMESTAMP NOT NULL,
    PRIMARY KEY (workspace, person)
);
CREATE INDEX members_person ON members (person, workspace);

-- Ways into a workspace: by mail for one person, or by a link for whoever has it.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    email TEXT,
    hash TEXT NOT NULL UNIQUE,
    invited_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    uses_left INTEGER NOT NULL
);
CREATE INDEX invitations_workspace ON invitations (workspace, id);

-- Levels beside those that a role gives. `subject` is the id of a person, a role, or the SHA-256 of a link's secret.
CREATE TABLE access_entries (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    resource_kind TEXT NOT NULL,
    resource TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    level TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
    UNIQUE (workspace, resource_kind, resource, subject_kind, subject)
);
CREATE INDEX access_entries_subject ON access_entries (subject_kind, subject);

-- What happened in a workspace, without holes. `data` is JSON.
CREATE TABLE events (
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT,
    at TIMESTAMP NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (workspace, seq)
) WITHOUT ROWID;

-- Answers to requests that carried an `Idempotency-Key`; `status` is 0 while the first one is under way.
CREATE TABLE idempotency_keys (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Mail that is to be sent, or was.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP NOT NULL,
    problem TEXT
);
CREATE INDEX outbox_waiting ON outbox (sent_at, next_at);
