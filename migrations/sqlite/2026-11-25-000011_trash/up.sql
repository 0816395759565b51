-- Tasks that were deleted and can be restored until `delete_after`. `content` is JSON: the task with its links, its
-- history and the ids of its parts. Their rows are gone, so that nothing else has to know of it.
CREATE TABLE trashed_tasks (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    document TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL,
    deleted_by TEXT NOT NULL,
    deleted_at TIMESTAMP NOT NULL,
    delete_after TIMESTAMP NOT NULL,
    UNIQUE (project, number)
);
CREATE INDEX trashed_tasks_due ON trashed_tasks (delete_after);

-- Set while a deleted project can be restored.
ALTER TABLE projects ADD COLUMN delete_after TIMESTAMP;
CREATE INDEX projects_due ON projects (delete_after);
