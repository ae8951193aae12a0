package dev.rote.engine;

import dev.rote.data.Randomness;
import dev.rote.fault.RoteException;
import dev.rote.network.Dense;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.TensorShape;
import java.util.List;

/// Named tensors in one slab of float32: the weights of a network, or anything shaped like them.
///
/// Tensors follow one another without gaps, each row-major in torch's layout: a weight is (O, I).
/// The slab is shared, not copied; treat a `Parameters` as handed over to whoever receives it.
public final class Parameters {
  private final List<TensorShape> tensors;
  private final float[] values;

  /// @param tensors names and shapes in order
  /// @param values all elements; kept, not copied
  /// @throws RoteException if the slab has not exactly the tensors' elements
  public Parameters(List<TensorShape> tensors, float[] values) {
    this.tensors = List.copyOf(tensors);
    this.values = values;
    long size = tensors.stream().mapToLong(TensorShape::size).sum();
    if (size != values.length) {
      throw new RoteException(
          "parameters", size + " elements", "" + values.length, "match the shapes");
    }
  }

  /// All zeros, in the shapes of a network.
  ///
  /// @throws RoteException if the network has more parameters than one Java array holds
  public static Parameters zeros(Network network) {
    long size = network.parameterCount();
    if (size > Integer.MAX_VALUE - 8) {
      throw new RoteException(
          "network " + network, "at most 2147483639 parameters", "" + size, "make it narrower");
    }
    return new Parameters(network.tensors(), new float[(int) size]);
  }

  /// Weights drawn as the init says, a stream of chance to each tensor. Drawn in double, rounded
  /// once to float.
  public static Parameters initial(Network network, Init init, long seed) {
    Parameters parameters = zeros(network);
    int offset = 0;
    for (int t = 0; t < parameters.tensors.size(); t++) {
      int size = (int) parameters.tensors.get(t).size();
      Dense dense = (Dense) network.layers().get(t / 2);
      boolean bias = t % 2 == 1;
      if (init == Init.TORCH || !bias) {
        Randomness random = new Randomness(seed, Randomness.Purpose.WEIGHTS, t);
        for (int i = offset; i < offset + size; i++) {
          parameters.values[i] = (float) draw(init, dense.inputs(), dense.outputs(), random);
        }
      }
      offset += size;
    }
    return parameters;
  }

  private static double draw(Init init, double fanIn, double fanOut, Randomness random) {
    return switch (init) {
      case XAVIER_UNIFORM -> uniform(StrictMath.sqrt(6 / (fanIn + fanOut)), random);
      case XAVIER_NORMAL -> StrictMath.sqrt(2 / (fanIn + fanOut)) * random.normal();
      case HE_UNIFORM -> uniform(StrictMath.sqrt(6 / fanIn), random);
      case HE_NORMAL -> StrictMath.sqrt(2 / fanIn) * random.normal();
      case LECUN_UNIFORM -> uniform(StrictMath.sqrt(3 / fanIn), random);
      case LECUN_NORMAL -> StrictMath.sqrt(1 / fanIn) * random.normal();
      case TORCH -> uniform(1 / StrictMath.sqrt(fanIn), random);
      case ZEROS -> 0;
    };
  }

  private static double uniform(double bound, Randomness random) {
    return bound * (2 * random.uniform() - 1);
  }

  /// Names and shapes, in the order of the slab.
  public List<TensorShape> tensors() {
    return tensors;
  }

  /// The slab itself.
  public float[] values() {
    return values;
  }

  /// Where a tensor starts in the slab.
  public int offset(int tensor) {
    int offset = 0;
    for (int t = 0; t < tensor; t++) {
      offset += (int) tensors.get(t).size();
    }
    return offset;
  }

  /// Refuses tensors that are not a network's.
  ///
  /// @param operation for the message
  /// @throws RoteException naming the first tensor that differs
  public void requireFits(Network network, String operation) {
    List<TensorShape> wanted = network.tensors();
    if (wanted.equals(tensors)) {
      return;
    }
    for (int t = 0; t < Math.max(wanted.size(), tensors.size()); t++) {
      String expected = t < wanted.size() ? wanted.get(t).toString() : "no more tensors";
      String found = t < tensors.size() ? tensors.get(t).toString() : "nothing";
      if (!expected.equals(found)) {
        throw new RoteException(operation, expected, found, "give the weights of " + network);
      }
    }
  }
}
