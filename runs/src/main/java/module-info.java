/// A run on disk, and the report that a reproduction ends with.
@org.jspecify.annotations.NullMarked
module dev.rote.runs {
  requires transitive dev.rote.core;
  requires java.desktop;

  exports dev.rote.report;
}
