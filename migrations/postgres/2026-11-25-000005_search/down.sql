DROP TABLE search_spellings;
DROP TABLE search_entries;
