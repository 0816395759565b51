DROP TABLE search_stale;
DROP TABLE search_chunks;
