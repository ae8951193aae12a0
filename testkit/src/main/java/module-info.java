/// Real data, cases and contracts that any engine can be tested with.
@org.jspecify.annotations.NullMarked
module dev.rote.testkit {
  requires transitive dev.rote.core;

  exports dev.rote.testkit;
}
