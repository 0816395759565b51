-- One row: the last frame of the write-ahead log whose updates all stand in the tables.
CREATE TABLE settled (
    key INTEGER PRIMARY KEY NOT NULL CHECK (key = 1),
    frame BIGINT NOT NULL,
    sum BIGINT NOT NULL
);
