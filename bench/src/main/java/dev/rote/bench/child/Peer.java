package dev.rote.bench.child;

/// A rival that Java can load, found by `ServiceLoader` in the folder of its Maven module.
public interface Peer {

  /// The name users type: `smile`.
  String name();

  /// Allocates everything that training needs.
  Trainee open(Task task);
}
