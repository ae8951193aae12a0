package dev.rote.bench.child;

/// A library that Java can load, found by `ServiceLoader` in the folder of its Maven module.
public interface Peer {

  /// The name users type: `smile`.
  String name();

  /// Allocates everything that training needs.
  Rival open(Task task);
}
