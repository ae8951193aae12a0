/// The command line: one class to each verb.
@org.jspecify.annotations.NullMarked
module dev.rote.cli {
  requires dev.rote.core;
  requires dev.rote.live;
  requires dev.rote.runs;
  requires dev.rote.store;
  requires info.picocli;
  requires static org.jspecify;

  opens dev.rote.cli to
      info.picocli;

  uses dev.rote.engine.Engine;
}
