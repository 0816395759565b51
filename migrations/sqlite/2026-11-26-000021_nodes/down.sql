DROP INDEX revocations_revoked;
ALTER TABLE revocations DROP COLUMN revoked_at;
DROP TABLE fences;
