/// The page people leave open: a server on this machine that shows what a store holds.
@org.jspecify.annotations.NullMarked
module dev.rote.live {
  requires transitive dev.rote.core;
  requires transitive dev.rote.store;
  requires dev.rote.runs;
  requires io.javalin;
  requires java.desktop;
  requires static org.jspecify;

  exports dev.rote.live;
}
