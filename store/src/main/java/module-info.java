/// Every run kept, in SQLite or PostgreSQL: what it was, how it went, what it left behind.
@org.jspecify.annotations.NullMarked
module dev.rote.store {
  requires transitive dev.rote.core;
  requires transitive dev.rote.runs;
  requires transitive java.sql;
  requires de.siegmar.fastcsv;
  requires flyway.core;
  // Jdbi has no descriptor that would ask for these two, which have one.
  requires io.leangen.geantyref;
  requires org.jdbi.v3.core;
  requires org.postgresql.jdbc;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports dev.rote.export;
  exports dev.rote.store;
}
