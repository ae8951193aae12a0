package dev.rote.bench.dl4j;

import dev.rote.bench.child.Peer;
import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;

/// Deeplearning4j on its native backend.
public final class Dl4jPeer implements Peer {

  /// Made by the service loader.
  public Dl4jPeer() {}

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public Rival open(Task task) {
    return new Dl4jRival(task);
  }
}
