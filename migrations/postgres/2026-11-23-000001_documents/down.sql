DROP TABLE ledger;
DROP TABLE revocations;
DROP TABLE quarantine;
DROP TABLE checkpoints;
DROP TABLE journal;
DROP TABLE documents;
