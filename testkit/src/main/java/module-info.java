/// The contract every engine keeps, and the cases that prove it.
@org.jspecify.annotations.NullMarked
module dev.rote.testkit {
  requires transitive dev.rote.core;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  exports dev.rote.testkit;
}
