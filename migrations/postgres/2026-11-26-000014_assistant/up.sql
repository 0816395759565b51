-- What the assistant is asked to write into documents. `input` is what was asked for, as JSON. One node at a time is at a job:
-- `lease` is its turn, until `leased_until`. A job that waits is due at `due_at`. `stop_asked` says that somebody wants it
-- stopped, and `is_stopped` that it ended for that. Tokens are those of all attempts.
CREATE TABLE assistant_jobs (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES people (id),
    document TEXT NOT NULL,
    task TEXT NOT NULL,
    input TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at TIMESTAMP NOT NULL,
    lease TEXT,
    leased_until TIMESTAMP,
    stop_asked BOOLEAN NOT NULL,
    is_stopped BOOLEAN NOT NULL,
    problem TEXT,
    tokens BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX assistant_jobs_open ON assistant_jobs (state, priority, id);
CREATE INDEX assistant_jobs_document ON assistant_jobs (document, id);
CREATE INDEX assistant_jobs_workspace ON assistant_jobs (workspace, state);

-- Every call of the model service: for whom, what for, what came of it and what it cost. `prompt` is what was sent, where the
-- workspace wants it kept.
CREATE TABLE assistant_calls (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL,
    job TEXT,
    document TEXT,
    model TEXT NOT NULL,
    outcome TEXT NOT NULL,
    prompt_tokens BIGINT NOT NULL,
    answer_tokens BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    prompt TEXT,
    at TIMESTAMP NOT NULL
);
CREATE INDEX assistant_calls_workspace ON assistant_calls (workspace, id);
CREATE INDEX assistant_calls_day ON assistant_calls (workspace, at);

-- What admins said about the assistant in a workspace; without a row nobody has.
CREATE TABLE assistant_switches (
    workspace TEXT PRIMARY KEY NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    is_on BOOLEAN NOT NULL,
    keeps_prompts BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
