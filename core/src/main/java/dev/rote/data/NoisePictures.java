package dev.rote.data;

import java.nio.ByteBuffer;

/// Pictures that show nothing: 28 × 28 independent, uniformly distributed bytes each, and a label
/// drawn from 10 classes that has nothing to do with them. 60,000 to learn from and 10,000 held
/// out, as Fashion-MNIST has.
final class NoisePictures {
  private static final PictureShape SHAPE = new PictureShape(28, 28);
  private static final int CLASSES = 10;
  private static final int TRAINING = 60_000;
  private static final int HELD_OUT = 10_000;

  private NoisePictures() {}

  /// The first examples of both splits, the same however many are asked for.
  static Split first(int limit, int heldOutLimit, long seed) {
    return new Split(
        dataset(Math.min(limit, TRAINING), new Randomness(seed, Randomness.Purpose.NOISE, 0)),
        dataset(
            Math.min(heldOutLimit, HELD_OUT), new Randomness(seed, Randomness.Purpose.NOISE, 1)));
  }

  private static Dataset dataset(int count, Randomness random) {
    ByteBuffer pixels = ByteBuffer.allocate(count * SHAPE.size());
    int[] labels = new int[count];
    for (int example = 0; example < count; example++) {
      for (int i = 0; i < SHAPE.size(); i += Long.BYTES) {
        pixels.putLong(random.bits());
      }
      labels[example] = random.below(CLASSES);
    }
    return Dataset.of("noise", SHAPE, pixels.array(), labels, CLASSES);
  }
}
