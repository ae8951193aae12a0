/// The race: engines side by side on the same work.
@org.jspecify.annotations.NullMarked
module dev.rote.bench {
  requires dev.rote.core;
  requires dev.rote.runs;
  requires info.picocli;
  requires static org.jspecify;

  opens dev.rote.bench to
      info.picocli;
}
