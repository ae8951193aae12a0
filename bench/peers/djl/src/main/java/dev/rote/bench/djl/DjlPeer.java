package dev.rote.bench.djl;

import dev.rote.bench.child.Peer;
import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;

/// DJL, the Deep Java Library, on libtorch by way of JNI.
public final class DjlPeer implements Peer {

  /// Made by the service loader.
  public DjlPeer() {}

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public Rival open(Task task) {
    return new DjlRival(task);
  }
}
