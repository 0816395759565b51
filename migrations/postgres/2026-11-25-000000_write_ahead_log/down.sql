DROP TABLE settled;
