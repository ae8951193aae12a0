-- Who is at which piece of work that several processes share: at which trial of a sweep. A claim
-- whose holder has not been heard of for a while is nobody's.
CREATE TABLE claims (
  work TEXT NOT NULL,
  piece TEXT NOT NULL,
  holder TEXT NOT NULL,
  host TEXT NOT NULL,
  folder TEXT NOT NULL,
  heartbeat TEXT NOT NULL,
  PRIMARY KEY (work, piece)
) ${clustered};
