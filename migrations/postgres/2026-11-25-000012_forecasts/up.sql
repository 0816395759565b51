-- Forecasts that somebody asked for. `question` is when or how_many, `size` items or days. `project` is empty for
-- those over several; `projects` names all of them, a JSON list. The same question is kept once a day.
CREATE TABLE forecasts (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    project TEXT REFERENCES projects (id) ON DELETE CASCADE,
    projects TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    question TEXT NOT NULL,
    size BIGINT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX forecasts_project ON forecasts (project, made_at);
CREATE INDEX forecasts_workspace ON forecasts (workspace, made_at);

-- What a forecast promised at each level (50, 70, 85, 95): seconds since 1970, or items. `due_at` is when it is
-- decided, `kept` what became of it.
CREATE TABLE forecast_levels (
    forecast TEXT NOT NULL REFERENCES forecasts (id) ON DELETE CASCADE,
    level BIGINT NOT NULL,
    promised BIGINT,
    due_at TIMESTAMP,
    outcome BIGINT,
    kept BOOLEAN,
    PRIMARY KEY (forecast, level)
);
CREATE INDEX forecast_levels_due ON forecast_levels (kept, due_at);

-- What people did with suggestions: `kind` is duplicate, assignee, label, priority, estimate or next; `place` is
-- that of the one they took, from 1, and empty when they took none. `confidence` is that of the first, in percent.
CREATE TABLE suggestion_answers (
    id TEXT PRIMARY KEY NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    place BIGINT,
    confidence BIGINT NOT NULL,
    answered_at TIMESTAMP NOT NULL
);
CREATE INDEX suggestion_answers_project ON suggestion_answers (project, kind);
