-- Until when no blob is removed: somebody copies what rows of a moment ago name.
CREATE TABLE blob_holds (
    id TEXT PRIMARY KEY NOT NULL,
    until TIMESTAMP NOT NULL
);
