package dev.rote.audit;

import java.util.stream.IntStream;

/// A partition of the numbers 0 to n − 1, made by joining; each group is called by its smallest
/// number. Confined to one thread.
final class Groups {
  private final int[] parent;

  /// Every number by itself.
  Groups(int size) {
    parent = new int[size];
    for (int i = 0; i < size; i++) {
      parent[i] = i;
    }
  }

  /// The groups that [#all] told of.
  Groups(int[] smallest) {
    parent = smallest.clone();
  }

  int size() {
    return parent.length;
  }

  /// The smallest number of the group that `i` is in.
  int of(int i) {
    int root = i;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  /// Whether `i` is the smallest number of its group; changes nothing, so several threads may ask.
  boolean isFirst(int i) {
    return parent[i] == i;
  }

  /// The same of every number.
  int[] all() {
    return IntStream.range(0, parent.length).map(this::of).toArray();
  }

  /// Makes one group of two.
  void join(int i, int j) {
    int one = of(i);
    int other = of(j);
    parent[Math.max(one, other)] = Math.min(one, other);
  }

  /// Makes one group of those that others have in one.
  void join(Groups others) {
    for (int i = 0; i < parent.length; i++) {
      join(i, others.of(i));
    }
  }
}
