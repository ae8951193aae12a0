/// What a network is, what it learns from, how it is trained, and how its numbers are checked.
@org.jspecify.annotations.NullMarked
module dev.rote.core {
  requires static transitive org.jspecify;

  exports dev.rote.audit;
  exports dev.rote.check;
  exports dev.rote.data;
  exports dev.rote.engine;
  exports dev.rote.exchange;
  exports dev.rote.fault;
  exports dev.rote.network;
  exports dev.rote.train;

  uses dev.rote.engine.Engine;
}
