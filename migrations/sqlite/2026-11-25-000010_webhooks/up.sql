-- Addresses that are told of what happens in a workspace. `events` is a JSON list of patterns; `cursor` is the last event
-- that was looked at; `waiting` is the delivery that is under way, and `next_at` when it may be tried again. One node at a
-- time delivers (`leased_until`). Deliveries are signed with the secret itself, so it is not kept as a hash.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    owner TEXT NOT NULL REFERENCES people (id),
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    project TEXT,
    is_active BOOLEAN NOT NULL,
    reason TEXT,
    secret TEXT NOT NULL,
    former_secret TEXT,
    former_until TIMESTAMP,
    cursor BIGINT NOT NULL,
    waiting TEXT,
    next_at TIMESTAMP,
    failures INTEGER NOT NULL,
    leased_until TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX webhooks_workspace ON webhooks (workspace, id);

-- What was told to them, and how it went the last time. The body is made from the log: `seq` is the event, none of a ping.
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY NOT NULL,
    webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    seq BIGINT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    status INTEGER,
    duration_ms BIGINT,
    answer TEXT NOT NULL,
    problem TEXT,
    created_at TIMESTAMP NOT NULL,
    attempted_at TIMESTAMP
);
CREATE INDEX deliveries_webhook ON deliveries (webhook, id);
CREATE INDEX deliveries_created ON deliveries (created_at);
