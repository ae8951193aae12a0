package dev.rote.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Bytes, each standing for one of 256 numbers: pixels.
final class ByteFeatures implements Features {
  private final byte[] values;
  private final float[] scale;

  /// @param values row by row; kept
  /// @param scale what byte v stands for; kept
  ByteFeatures(byte[] values, float[] scale) {
    this.values = values;
    this.scale = scale;
  }

  @Override
  public int stored() {
    return values.length;
  }

  @Override
  public void copyTo(int from, float[] x, int offset, int count) {
    for (int i = 0; i < count; i++) {
      x[offset + i] = scale[values[from + i] & 0xFF];
    }
  }

  @Override
  public int shade(int at) {
    return values[at] & 0xFF;
  }

  @Override
  public void copyTo(int from, byte[] x, int offset, int count) {
    System.arraycopy(values, from, x, offset, count);
  }

  /// Whether byte v is seen as v / 255, rounded once to float.
  boolean isUnit() {
    for (int v = 0; v < scale.length; v++) {
      if (scale[v] != v / 255f) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Features rows(int[] rows, int width) {
    byte[] chosen = new byte[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, chosen, i * width, width);
    }
    return new ByteFeatures(chosen, scale);
  }

  @Override
  public Features scaledLike(Pixels pixels, Features training, int width) {
    return new ByteFeatures(values, pixels.table(((ByteFeatures) training).values));
  }

  @Override
  public void hashScaling(MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * scale.length);
    bytes.asFloatBuffer().put(scale);
    digest.update(bytes.array());
  }

  @Override
  public void hashStored(MessageDigest digest) {
    digest.update(values);
  }
}
