package dev.rote.jvm;

import dev.rote.data.Randomness;
import dev.rote.jvm.Kernels.Rows;
import java.util.Arrays;

/// Numbers for kernels to work on, and where they lie.
final class Numbers {
  private Numbers() {}

  /// Numbers in panels as the kernels have them, from numbers row by row.
  static float[] inPanels(int panel, float[] M, int rows, int columns) {
    float[] panels = Panels.of(rows, columns);
    eachInPanels(panel, rows, columns, (plain, at) -> panels[at] = M[plain]);
    return panels;
  }

  /// The way back: numbers row by row, which no longer depend on the width of a panel.
  static float[] outOfPanels(int panel, float[] panels, int rows, int columns) {
    float[] M = new float[rows * columns];
    eachInPanels(panel, rows, columns, (plain, at) -> M[plain] = panels[at]);
    return M;
  }

  private interface Place {
    void of(int plain, int inPanels);
  }

  private static void eachInPanels(int panel, int rows, int columns, Place place) {
    Rows all = new Rows(0, rows, columns, rows, panel);
    for (int c0 = 0; c0 < columns; c0 += all.width(c0)) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < all.width(c0); c++) {
          place.of(r * columns + c0 + c, all.panel(c0) + r * all.width(c0) + c);
        }
      }
    }
  }

  static float[] sparse(int stream, int count) {
    float[] X = numbers(stream, count);
    for (int i = 0; i < count; i++) {
      X[i] = i % 3 == 0 || i % 7 == 1 ? 0 : X[i];
    }
    return X;
  }

  /// Bytes of which about half are 0.
  static byte[] pixels(int stream, int count) {
    float[] numbers = numbers(stream, count);
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = i % 3 == 0 || i % 7 == 1 ? 0 : (byte) Float.floatToRawIntBits(numbers[i]);
    }
    return pixels;
  }

  static float[] numbers(int[] list, int from, int to) {
    float[] numbers = new float[to - from];
    for (int j = from; j < to; j++) {
      numbers[j - from] = list[j];
    }
    return numbers;
  }

  static float[] joined(float[] a, float[] b) {
    float[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  static float[] numbers(int stream, int count) {
    Randomness random = new Randomness(0, Randomness.Purpose.CHECK, stream);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (3 * random.normal());
    }
    return numbers;
  }

  /// Raw bits, with one NaN for all: its payload is no promise.
  static int[] bits(float[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(numbers[i]);
    }
    return bits;
  }
}
