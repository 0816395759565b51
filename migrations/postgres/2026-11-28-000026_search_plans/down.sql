DROP FUNCTION search_titles(TSQUERY, TSQUERY);
DROP FUNCTION search_anywhere(TSQUERY);
DROP INDEX search_entries_titles;
DROP TRIGGER search_home ON search_entries;
DROP FUNCTION search_home();
UPDATE search_entries SET words = ts_delete(words, '=' || workspace) WHERE words IS NOT NULL;
CREATE INDEX search_entries_workspace ON search_entries (workspace);
DROP INDEX search_entries_newest;
