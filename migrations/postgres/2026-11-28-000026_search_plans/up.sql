-- The newest entries of a workspace, without those of all others.
CREATE INDEX search_entries_newest ON search_entries (workspace, key);
DROP INDEX search_entries_workspace;

-- The workspace of an entry is one of its words, so that the index of words brings nothing of other workspaces. No word
-- of a text holds such a sign. It is added here: a node of the version before writes words, too.
CREATE FUNCTION search_home() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := (quote_literal('=' || NEW.workspace) || ':1A')::tsvector || NEW.words;
    RETURN NEW;
END
$$;
CREATE TRIGGER search_home BEFORE INSERT OR UPDATE OF words ON search_entries
FOR EACH ROW WHEN (NEW.words IS NOT NULL) EXECUTE FUNCTION search_home();
UPDATE search_entries SET words = words WHERE words IS NOT NULL;

-- Words of titles, for themselves: the index of all words knows them only with a look at each entry.
CREATE INDEX search_entries_titles ON search_entries USING GIN (ts_filter(words, '{a}'));

-- Entries that have words, by the index of words. The planner takes a look at the words of an entry to be cheap, and
-- would rather unpack those of all entries; only a function can be told otherwise.
CREATE FUNCTION search_anywhere(sought TSQUERY)
RETURNS TABLE (key BIGINT, workspace TEXT, resource_kind TEXT, resource TEXT)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT e.key, e.workspace, e.resource_kind, e.resource FROM search_entries e WHERE e.words @@ sought
$$;

-- The same for words of titles; `everything` is what holds of the whole entry, if it is more.
CREATE FUNCTION search_titles(sought TSQUERY, everything TSQUERY)
RETURNS TABLE (key BIGINT, workspace TEXT, resource_kind TEXT, resource TEXT)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
    SELECT e.key, e.workspace, e.resource_kind, e.resource FROM search_entries e
    WHERE ts_filter(e.words, '{a}') @@ sought AND (sought = everything OR e.words @@ everything)
$$;
