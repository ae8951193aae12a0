/// The race: systems side by side on the same work.
@org.jspecify.annotations.NullMarked
module dev.rote.bench {
  requires transitive dev.rote.core;
  requires dev.rote.runs;
  requires info.picocli;
  requires jdk.incubator.vector;
  requires static org.jspecify;

  exports dev.rote.bench.child;

  uses dev.rote.bench.child.Peer;

  opens dev.rote.bench to
      info.picocli;
}
