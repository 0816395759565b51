-- The last fence under which somebody wrote, by the name of the lock: earlier holders are refused.
CREATE TABLE fences (
    name TEXT PRIMARY KEY NOT NULL,
    fence BIGINT NOT NULL
);

-- When a token was taken back: other nodes read what is new to them.
ALTER TABLE revocations ADD COLUMN revoked_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';
CREATE INDEX revocations_revoked ON revocations (revoked_at);
