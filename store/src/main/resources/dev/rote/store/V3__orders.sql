-- What a run is asked to do by others. A run that listens has a row.
CREATE TABLE orders (
  run TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  word TEXT NOT NULL
) ${clustered};
