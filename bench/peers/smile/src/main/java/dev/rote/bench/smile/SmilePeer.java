package dev.rote.bench.smile;

import dev.rote.bench.child.Peer;
import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;

/// Smile's multilayer perceptron: the fastest of the other libraries for Java at single examples.
public final class SmilePeer implements Peer {

  /// Made by the service loader.
  public SmilePeer() {}

  @Override
  public String name() {
    return "smile";
  }

  @Override
  public Rival open(Task task) {
    return new SmileRival(task);
  }
}
