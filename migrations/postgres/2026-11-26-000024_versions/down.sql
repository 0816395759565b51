DROP TABLE version_writers;
DROP TABLE versions_due;
DROP TABLE versions;
