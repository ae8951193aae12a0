package dev.rote.check;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Randomness;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;

/// Pictures that show nothing, for checks that need no data: about half the pixels 0, the others
/// and the labels uniform.
public final class RandomPictures {
  private RandomPictures() {}

  /// As wide as a network's input, with as many classes as it has outputs.
  ///
  /// @param count examples, at least 1
  /// @param random drawn from, pixels first
  /// @throws RoteException if the count is below 1
  public static Dataset of(Network network, int count, Randomness random) {
    if (count < 1) {
      throw new RoteException("random pictures", "1 or more", "" + count, "raise their number");
    }
    byte[] pixels = new byte[Math.multiplyExact(count, network.inputs())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.max(0, random.below(511) - 255);
    }
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.below(network.outputs());
    }
    PictureShape shape = new PictureShape(1, network.inputs());
    return Dataset.of("random pictures", shape, pixels, labels, network.outputs());
  }
}
