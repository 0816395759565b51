-- Projects. `key` is what task names begin with; `next_number` is that of the next task.
-- A closed project is open to admins and to those who are named in `access_entries` alone.
CREATE TABLE projects (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    is_closed BOOLEAN NOT NULL,
    next_number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    archived_at TIMESTAMP,
    UNIQUE (workspace, key)
);

-- Columns of a board. `category` is backlog, unstarted, started, done or cancelled. `folded` is the
-- name without regard to case, here and below.
CREATE TABLE statuses (
    id TEXT PRIMARY KEY NOT NULL,
    project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    category TEXT NOT NULL,
    position INTEGER NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (project, folded)
);

-- Stretches of time that tasks are planned into.
CREATE TABLE cycles (
    id TEXT PRIMARY KEY NOT NULL,
    project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (project, folded)
);

-- Points on the way of a project.
CREATE TABLE milestones (
    id TEXT PRIMARY KEY NOT NULL,
    project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    about TEXT NOT NULL,
    due_on DATE,
    reached_at TIMESTAMP,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (project, folded)
);

-- Tasks. `document` is the id of the description. `priority` is 0 none to 4 urgent. `rank` sorts bytewise
-- within a status, equal ones by id.
CREATE TABLE tasks (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    document TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL REFERENCES statuses (id),
    rank TEXT NOT NULL,
    priority INTEGER NOT NULL,
    estimate INTEGER,
    starts_on DATE,
    due_on DATE,
    parent TEXT REFERENCES tasks (id) ON DELETE SET NULL,
    cycle TEXT REFERENCES cycles (id) ON DELETE SET NULL,
    milestone TEXT REFERENCES milestones (id) ON DELETE SET NULL,
    version BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    archived_at TIMESTAMP,
    UNIQUE (project, number)
);
CREATE INDEX tasks_board ON tasks (status, rank, id);
CREATE INDEX tasks_workspace ON tasks (workspace, created_at);
CREATE INDEX tasks_project ON tasks (project, created_at);
CREATE INDEX tasks_parent ON tasks (parent);
CREATE INDEX tasks_cycle ON tasks (cycle);
CREATE INDEX tasks_milestone ON tasks (milestone);
CREATE INDEX tasks_due ON tasks (due_on);

-- Who works on a task.
CREATE TABLE task_assignees (
    task TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (task, person)
);
CREATE INDEX task_assignees_person ON task_assignees (person, task);

-- Words that tasks are marked with, in the whole workspace.
CREATE TABLE labels (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    color TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (workspace, folded)
);

-- Which task is marked with which label.
CREATE TABLE task_labels (
    task TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    label TEXT NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
    PRIMARY KEY (task, label)
);
CREATE INDEX task_labels_label ON task_labels (label, task);

-- How tasks stand to each other: `source` blocks, duplicates or relates to `target`.
CREATE TABLE task_links (
    source TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    target TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (source, kind, target)
);
CREATE INDEX task_links_target ON task_links (target, kind);

-- Lists that were kept: a filter, an order, groups. `layout` is list or board.
CREATE TABLE task_views (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    project TEXT REFERENCES projects (id) ON DELETE CASCADE,
    owner TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    is_shared BOOLEAN NOT NULL,
    filter TEXT NOT NULL,
    sort TEXT NOT NULL,
    grouping TEXT,
    layout TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX task_views_workspace ON task_views (workspace, id);

-- What became of each field of a task, in the order of its ids.
CREATE TABLE task_history (
    id TEXT PRIMARY KEY NOT NULL,
    task TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    actor TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    field TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX task_history_task ON task_history (task, id);
