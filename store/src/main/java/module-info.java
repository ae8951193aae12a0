/// Every run kept, in SQLite or PostgreSQL: what it was, how it went, what it left behind.
@org.jspecify.annotations.NullMarked
module dev.rote.store {
  requires transitive dev.rote.core;
  requires transitive dev.rote.runs;
  requires transitive java.sql;
  requires flyway.core;
  requires org.jdbi.v3.core;
  requires org.postgresql.jdbc;
  requires org.xerial.sqlitejdbc;

  exports dev.rote.store;
}
