package dev.rote.findings;

import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Split;
import dev.rote.fault.RoteException;
import java.util.Arrays;

/// One example in six of files that have no held-out part, drawn by the seed of an audit. Both
/// parts are in the order of the files.
public final class Sixth {
  private static final int HELD_OUT = 6;
  private static final int STREAM = -1_000;

  private final int[] train;
  private final int[] heldOut;

  private Sixth(int[] train, int[] heldOut) {
    this.train = train;
    this.heldOut = heldOut;
  }

  /// Draws it.
  ///
  /// @param size examples in the files
  /// @throws RoteException if that leaves nothing to hold out
  public static Sixth of(int size, long seed) {
    int held = size / HELD_OUT;
    if (held == 0) {
      throw new RoteException("audit", "200 examples or more", "" + size, "give more data");
    }
    int[] order = Order.shuffled(size, seed, STREAM);
    int[] heldOut = Arrays.copyOfRange(order, 0, held);
    int[] train = Arrays.copyOfRange(order, held, size);
    Arrays.sort(heldOut);
    Arrays.sort(train);
    return new Sixth(train, heldOut);
  }

  /// Both parts.
  public Split split(Dataset whole) {
    return new Split(whole.part(train), whole.part(heldOut));
  }

  /// Where an example of the training part is in the files.
  public int place(int example) {
    return train[example];
  }
}
