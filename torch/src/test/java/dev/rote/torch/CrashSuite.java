package dev.rote.torch;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/// Dies of a read at an address that is nobody's.
class CrashSuite {
  @Test
  void crash() {
    Libtorch.load();
    new BytePointer(
            new Pointer() {
              {
                address = 8;
              }
            })
        .get();
  }
}
