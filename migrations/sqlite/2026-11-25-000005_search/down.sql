DROP TRIGGER search_entries_gone;
DROP TABLE search_words;
DROP TABLE search_spellings;
DROP TABLE search_entries;
