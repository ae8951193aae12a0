-- Both databases read this. ${clustered} keeps a table's rows in the order of its primary key where
-- the database offers that. Instants are UTC text of one width, so they sort; a value that is
-- missing is a NaN, because SQLite has none.

-- What everybody sees move on: change goes up by one with every transaction, in the order of commits.
CREATE TABLE store (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL,
  change BIGINT NOT NULL
);

INSERT INTO store (one, version, change) VALUES (1, 1, 0);

CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  status_at TEXT NOT NULL,
  recipe TEXT NOT NULL,
  recipe_fingerprint TEXT NOT NULL,
  epochs INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  seed BIGINT NOT NULL,
  train_fingerprint TEXT NOT NULL,
  heldout_fingerprint TEXT NOT NULL,
  labels TEXT,
  version TEXT NOT NULL,
  engine TEXT NOT NULL,
  warning TEXT,
  cpu TEXT NOT NULL,
  cores INTEGER NOT NULL,
  system TEXT NOT NULL,
  java TEXT NOT NULL,
  git_commit TEXT,
  git_dirty INTEGER,
  folder TEXT NOT NULL,
  parent TEXT,
  model_sha256 TEXT,
  created TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  host TEXT NOT NULL,
  pid BIGINT NOT NULL,
  heartbeat TEXT NOT NULL,
  change BIGINT NOT NULL
);

CREATE INDEX runs_created ON runs (created);
CREATE INDEX runs_change ON runs (change);
CREATE INDEX runs_folder ON runs (folder);

CREATE TABLE epochs (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  train_loss DOUBLE PRECISION,
  train_accuracy DOUBLE PRECISION,
  heldout_loss DOUBLE PRECISION,
  heldout_accuracy DOUBLE PRECISION,
  examples_per_second DOUBLE PRECISION,
  seconds DOUBLE PRECISION,
  change BIGINT NOT NULL,
  PRIMARY KEY (run, epoch)
) ${clustered};

CREATE TABLE points (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  step BIGINT NOT NULL,
  value DOUBLE PRECISION,
  change BIGINT NOT NULL,
  PRIMARY KEY (run, name, step)
) ${clustered};

CREATE TABLE events (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  change BIGINT NOT NULL,
  PRIMARY KEY (run, id)
) ${clustered};

CREATE TABLE artifacts (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  change BIGINT NOT NULL,
  PRIMARY KEY (run, kind, name)
) ${clustered};

CREATE TABLE tags (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) ${clustered};

CREATE INDEX tags_tag ON tags (tag);

-- Runs that were removed, so that whoever watches takes them away and no journal brings them back.
CREATE TABLE removed (
  run TEXT NOT NULL PRIMARY KEY,
  change BIGINT NOT NULL
);
