DROP INDEX projects_due;
ALTER TABLE projects DROP COLUMN delete_after;
DROP TABLE trashed_tasks;
