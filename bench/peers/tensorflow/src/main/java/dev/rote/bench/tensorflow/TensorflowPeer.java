package dev.rote.bench.tensorflow;

import dev.rote.bench.child.Peer;
import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;

/// TensorFlow for Java: a graph, run in a session.
public final class TensorflowPeer implements Peer {

  /// Made by the service loader.
  public TensorflowPeer() {}

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public Rival open(Task task) {
    return new TensorflowRival(task);
  }
}
