DROP TABLE blob_removals;
DROP TABLE upload_pieces;
DROP TABLE uploads;
DROP TABLE file_references;
DROP TABLE files;
