DROP TABLE blob_holds;
