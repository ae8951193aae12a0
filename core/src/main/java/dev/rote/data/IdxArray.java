package dev.rote.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The array that an IDX file holds: 1 to 4 axes, the last one running fastest.
///
/// Immutable and safe to share between threads, as long as nobody writes to [#bytes].
public final class IdxArray {
  private final IdxType type;
  private final int[] sizes;
  private final byte[] data;

  IdxArray(IdxType type, int[] sizes, byte[] data) {
    this.type = type;
    this.sizes = sizes;
    this.data = data;
  }

  public IdxType type() {
    return type;
  }

  /// Number of axes, 1 to 4.
  public int rank() {
    return sizes.length;
  }

  /// Items along one axis, at least 1.
  ///
  /// @param axis 0 to rank − 1
  public int size(int axis) {
    return sizes[axis];
  }

  /// Number of items: the product of the sizes.
  public int count() {
    return data.length / type.bytes();
  }

  /// The sizes for messages: "60000 × 28 × 28".
  public String shape() {
    return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(" × "));
  }

  /// The items as they are stored, highest byte first. Not copied: only to be read.
  public byte[] bytes() {
    return data;
  }

  /// The items of an integer type, widened; a new array.
  ///
  /// @throws IllegalStateException if the items are floats
  public int[] ints() {
    ByteBuffer items = ByteBuffer.wrap(data);
    int[] ints = new int[count()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] =
          switch (type) {
            case U8 -> items.get() & 0xFF;
            case I8 -> items.get();
            case I16 -> items.getShort();
            case I32 -> items.getInt();
            case F32, F64 -> throw new IllegalStateException(type.words() + " are no integers");
          };
    }
    return ints;
  }

  /// The items of any type, widened without loss; a new array.
  public double[] doubles() {
    ByteBuffer items = ByteBuffer.wrap(data);
    double[] doubles = new double[count()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] =
          switch (type) {
            case U8 -> items.get() & 0xFF;
            case I8 -> items.get();
            case I16 -> items.getShort();
            case I32 -> items.getInt();
            case F32 -> items.getFloat();
            case F64 -> items.getDouble();
          };
    }
    return doubles;
  }
}
