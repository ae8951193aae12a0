package dev.rote.jvm;

import dev.rote.data.Batch;
import dev.rote.jvm.Kernels.Rows;
import java.util.Arrays;

/// What a network is given whose first layer leaves out zeros: the bytes of a batch as they are
/// stored, and marks of those that are not 0, by example and by pixel.
///
/// It belongs to one member of a team; members may share bytes and marks, and read different rows
/// at once.
final class SparseInput {
  private final Kernels kernels;
  private final int inputs;

  private final int largest;

  private final byte[] bytes;
  private final long[] marks;

  /// Views of some examples, and of some pixels with marks of their own.
  private final Marked examples;

  private final Marked pixels;

  /// One row, 1 for every example.
  private final Marked ones;

  /// @param largest examples of a batch, at most
  SparseInput(Kernels kernels, int inputs, int largest) {
    this(
        kernels,
        inputs,
        largest,
        new byte[Math.addExact(Math.multiplyExact(largest, inputs), Marked.WORD)],
        new long[Math.multiplyExact(largest, Marked.words(inputs))]);
  }

  private SparseInput(Kernels kernels, int inputs, int largest, byte[] bytes, long[] marks) {
    this.kernels = kernels;
    this.inputs = inputs;
    this.largest = largest;
    this.bytes = bytes;
    this.marks = marks;
    examples = new Marked(bytes, marks, Shares.BLOCK);
    pixels = new Marked(bytes, new long[Marked.WORD * Marked.words(largest)], Marked.WORD);
    ones = new Marked(new byte[] {(byte) 255}, new long[Marked.words(largest)], 1);
    ones.height = 1;
  }

  /// Another member's, with the same bytes and marks.
  SparseInput shared() {
    return new SparseInput(kernels, inputs, largest, bytes, marks);
  }

  /// Reads some examples of a batch.
  ///
  /// @param first number of the example in the batch that is row 0 here
  void read(Batch batch, int first, int from, int to) {
    for (int b = from; b < to; b++) {
      batch.data().copyTo(batch.example(first + b), bytes, b * inputs);
    }
    for (int b = from; b < to; b++) {
      kernels.mark(marks, b, largest, bytes, b * inputs, inputs);
    }
  }

  /// Some examples, at most [Shares#BLOCK], a row each.
  Marked examples(Rows rows) {
    Marked some = examples;
    some.at = rows.from() * inputs;
    some.row = inputs;
    some.step = 1;
    some.first = rows.from();
    some.height = largest;
    some.words = Marked.words(inputs);
    kernels.groupAlike(some, rows.to() - rows.from(), rows.whole());
    return some;
  }

  /// Some pixels, a row each, which goes over `size` examples.
  ///
  /// @param rows at most 64, the first of them a multiple of 64
  Marked pixels(Rows rows, int size) {
    Marked turned = pixels;
    turned.at = rows.from();
    turned.row = 1;
    turned.step = inputs;
    turned.height = Marked.WORD;
    turned.words = Marked.words(size);
    turned.groups.neighbours(rows.to() - rows.from());
    int from = rows.from() / Marked.WORD * largest;
    for (int b = 0; b < size; b += Marked.WORD) {
      int known = Math.min(Marked.WORD, size - b);
      System.arraycopy(marks, from + b, turned.marks, b, known);
      Arrays.fill(turned.marks, b + known, b + Marked.WORD, 0);
      Marked.turn(turned.marks, b);
    }
    return turned;
  }

  /// A row of ones, which goes over `size` examples.
  Marked ones(int size) {
    ones.words = Marked.words(size);
    Arrays.fill(ones.marks, 0, ones.words, -1L);
    if (size % Marked.WORD > 0) {
      ones.marks[ones.words - 1] = -1L >>> (Marked.WORD - size % Marked.WORD);
    }
    return ones;
  }
}
