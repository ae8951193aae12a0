package dev.rote.torch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/// Native objects that outlive the scope they were made in, freed together.
final class Kept implements AutoCloseable {
  private final Deque<Pointer> pointers = new ArrayDeque<>();

  /// Takes an object out of the present scope.
  <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    pointers.push(pointer);
    return pointer;
  }

  /// Frees everything, the last first; a second time does nothing.
  @Override
  public void close() {
    while (!pointers.isEmpty()) {
      pointers.pop().releaseReference();
    }
  }
}
