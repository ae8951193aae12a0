package dev.rote.bench.smile;

import dev.rote.bench.child.Peer;
import dev.rote.bench.child.Task;
import dev.rote.bench.child.Trainee;

/// Smile's multilayer perceptron: the fastest of the other libraries for Java at single examples.
public final class SmilePeer implements Peer {

  /// Made by the service loader.
  public SmilePeer() {}

  @Override
  public String name() {
    return "smile";
  }

  @Override
  public Trainee open(Task task) {
    return new SmileTrainee(task);
  }
}
