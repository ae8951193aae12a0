package dev.rote.check;

import dev.rote.data.Batch;
import dev.rote.data.Randomness;
import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.network.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/// Proves a hand-written gradient by differences of the loss alone.
///
/// Small tensors are checked at every element, large ones at a seeded sample of them; besides, the
/// slope is checked along random directions that move every element of the tensor by the same
/// amount and a random sign, so none escapes. An element (or direction) with analytic slope a and
/// numeric slope n, known but for an uncertainty u, passes if
///
///     |a − n| ≤ max(tolerance · max(|a|, |n|), u)
///
/// and its relative error is |a − n| / max(|a|, |n|, u / tolerance). The error is relative to the
/// element itself, not to the largest of its tensor, behind which small elements could be
/// wrong unseen. The floor is nobody's choice: u adds what the rounding of the loss comes to
/// ([LossNoise]) and what extrapolation may have left. [Row#hidden] says the most that can hide.
///
/// A step that changes the sign of any sum before a ReLU crosses a kink, where differences mean
/// nothing; narrower ones are then tried, and the element is counted as a kink. If none is left it
/// cannot be judged; if the one left is so narrow that u passes `kinkTolerance` of the tensor's
/// largest slope, it is judged by this u. Both are counted as unresolved.
///
/// Equal arguments give equal reports, to the bit.
public final class GradientCheck {
  private final ReferenceNetwork network;
  private final double[] parameters;
  private final Examples examples;
  private final Settings settings;
  private final double loss;
  private final BitSet pattern;
  private final double noise;

  private GradientCheck(
      ReferenceNetwork network, double[] parameters, Examples examples, Settings settings) {
    this.network = network;
    this.parameters = parameters.clone();
    this.examples = examples;
    this.settings = settings;
    ReferenceNetwork.ForwardPass forward = network.forward(parameters, examples);
    loss = forward.loss();
    pattern = network.pattern(forward);
    BackwardPass backward = network.backward(parameters, examples, forward);
    noise = LossNoise.of(network, parameters, examples, forward, backward);
  }

  /// A gradient that claims to be right.
  @FunctionalInterface
  public interface Analytic {
    /// ∂L/∂w, laid out like the parameters, which are only to be read.
    double[] gradient(double[] parameters, Examples examples);
  }

  /// How thoroughly to check.
  ///
  /// @param seed of the sample and the directions
  /// @param coordinates elements a tensor is checked at, at least 1; all if it has no more
  /// @param directions through each tensor, 0 or more
  /// @param tolerance relative error allowed, above 0
  /// @param kinkTolerance uncertainty allowed beside a kink, as part of the tensor's largest slope
  public record Settings(
      long seed, int coordinates, int directions, double tolerance, double kinkTolerance) {

    /// @throws RoteException if a setting is out of its range
    public Settings {
      if (coordinates < 1 || directions < 0 || !(tolerance > 0) || !(kinkTolerance > 0)) {
        throw new RoteException(
            "gradient check",
            "at least 1 coordinate, 0 directions and positive tolerances",
            coordinates + ", " + directions + ", " + tolerance + " and " + kinkTolerance,
            "correct the settings");
      }
    }

    /// 48 elements and 3 directions a tensor; seven digits, or four beside a kink.
    public static Settings standard(long seed) {
      return new Settings(seed, 48, 3, 1e-7, 1e-4);
    }
  }

  /// What became of one tensor.
  ///
  /// @param coordinates elements checked; the directions come on top
  /// @param kinks elements and directions near a kink, where a narrow step had to do
  /// @param unresolved those of them on the kink, not judged, or too near it to be known well
  /// @param maxRelativeError the largest, as defined above; NaN if a slope is
  /// @param worst where that was: `[3, 4]`, or `direction 1`
  /// @param largest the largest numeric slope, in absolute value
  /// @param hidden the largest absolute error that an element that was judged can still have
  /// @param passed whether every relative error is within tolerance, something was judged at all,
  ///     and of a sampled tensor a direction was
  public record Row(
      TensorShape tensor,
      int coordinates,
      int kinks,
      int unresolved,
      double maxRelativeError,
      String worst,
      double largest,
      double hidden,
      boolean passed) {}

  /// What became of a network.
  ///
  /// @param loss of the batch, reduced
  /// @param rows one for each tensor, in the order of the slab
  public record Report(double loss, List<Row> rows) {
    public Report {
      rows = List.copyOf(rows);
    }

    /// Whether every tensor passed.
    public boolean passed() {
      return rows.stream().allMatch(Row::passed);
    }
  }

  /// Checks the reference's own backward pass at the given weights.
  ///
  /// @throws RoteException if parameters or examples do not fit the network
  public static Report check(
      ReferenceNetwork network, Parameters parameters, Batch batch, Settings settings) {
    parameters.requireFits(network.network(), "gradient check");
    double[] wide = ReferenceNetwork.widen(parameters);
    return check(network, network::gradient, wide, Examples.of(batch), settings);
  }

  /// Checks any gradient of the network's loss.
  ///
  /// @param network whose forward pass is believed; its backward pass only sizes the noise
  /// @param parameters where to check; only read
  /// @throws RoteException if parameters, examples or the gradient do not fit the network
  public static Report check(
      ReferenceNetwork network,
      Analytic analytic,
      double[] parameters,
      Examples examples,
      Settings settings) {
    GradientCheck check = new GradientCheck(network, parameters, examples, settings);
    double[] gradient = analytic.gradient(parameters, examples);
    if (gradient.length != parameters.length) {
      throw new RoteException(
          "gradient check",
          parameters.length + " derivatives",
          "" + gradient.length,
          "give one for each parameter");
    }
    return check.report(gradient);
  }

  /// One element or direction, and what differences say of it; empty on a kink.
  private record Probe(String where, double analytic, Optional<CentralDifferences.Slope> slope) {
    boolean kinked() {
      return slope.map(CentralDifferences.Slope::kinked).orElse(true);
    }

    double uncertainty() {
      return slope.map(CentralDifferences.Slope::uncertainty).orElse(Double.POSITIVE_INFINITY);
    }

    double numeric() {
      return slope.map(CentralDifferences.Slope::value).orElse(0.0);
    }

    /// max(|a|, |n|, u / tolerance)
    double scale(double tolerance) {
      double size = Math.max(Math.abs(analytic), Math.abs(numeric()));
      return Math.max(size, uncertainty() / tolerance);
    }

    double relativeError(double tolerance) {
      return Math.abs(analytic - numeric()) / scale(tolerance);
    }
  }

  private Report report(double[] gradient) {
    List<Row> rows = new ArrayList<>();
    int offset = 0;
    for (TensorShape tensor : network.network().tensors()) {
      int size = (int) tensor.size();
      Randomness random = new Randomness(settings.seed(), Randomness.Purpose.CHECK, rows.size());
      List<Probe> probes = new ArrayList<>();
      for (int element : sample(size, random)) {
        String where = position(tensor, element);
        probes.add(probe(where, offset + element, new double[] {1}, gradient));
      }
      int coordinates = probes.size();
      for (int d = 0; d < settings.directions(); d++) {
        probes.add(probe("direction " + d, offset, signs(size, random), gradient));
      }
      rows.add(row(tensor, coordinates, probes));
      offset += size;
    }
    return new Report(loss, rows);
  }

  /// Different numbers below `size`, each set of them equally likely (Floyd's algorithm).
  private Set<Integer> sample(int size, Randomness random) {
    Set<Integer> chosen = new TreeSet<>();
    for (int last = Math.max(0, size - settings.coordinates()); last < size; last++) {
      if (!chosen.add(random.below(last + 1))) {
        chosen.add(last);
      }
    }
    return chosen;
  }

  private static double[] signs(int size, Randomness random) {
    double length = 1 / StrictMath.sqrt(size);
    double[] direction = new double[size];
    for (int i = 0; i < size; i++) {
      direction[i] = random.bits() < 0 ? -length : length;
    }
    return direction;
  }

  /// An element of a tensor, as people write it: `[3, 4]`.
  static String position(TensorShape tensor, int element) {
    int columns = tensor.shape().getLast();
    return tensor.shape().size() == 1
        ? "[" + element + "]"
        : "[" + element / columns + ", " + element % columns + "]";
  }

  /// The slope along a direction in the elements from `offset` on.
  private Probe probe(String where, int offset, double[] direction, double[] gradient) {
    double[] kept = Arrays.copyOfRange(parameters, offset, offset + direction.length);
    Optional<CentralDifferences.Slope> numeric =
        CentralDifferences.slope(
            t -> {
              for (int i = 0; i < direction.length; i++) {
                parameters[offset + i] = kept[i] + t * direction[i];
              }
              ReferenceNetwork.ForwardPass pass = network.forward(parameters, examples);
              return new CentralDifferences.Point(pass.loss(), network.pattern(pass));
            },
            pattern,
            noise);
    System.arraycopy(kept, 0, parameters, offset, kept.length);
    double analytic = 0;
    for (int i = 0; i < direction.length; i++) {
      analytic += gradient[offset + i] * direction[i];
    }
    return new Probe(where, analytic, numeric);
  }

  private Row row(TensorShape tensor, int coordinates, List<Probe> probes) {
    double tolerance = settings.tolerance();
    List<Probe> judged = probes.stream().filter(probe -> probe.slope().isPresent()).toList();
    double largest = largest(judged, probe -> Math.abs(probe.numeric()));
    double coarse = settings.kinkTolerance() * largest;
    List<Probe> kinked = probes.stream().filter(Probe::kinked).toList();
    long unresolved = kinked.stream().filter(probe -> probe.uncertainty() > coarse).count();
    // NaN counts as the largest here
    Optional<Probe> worst =
        judged.stream().max(Comparator.comparingDouble(probe -> probe.relativeError(tolerance)));
    double error = worst.map(probe -> probe.relativeError(tolerance)).orElse(0.0);
    boolean everyElement =
        coordinates == tensor.size()
            || settings.directions() == 0
            || probes.stream().skip(coordinates).anyMatch(probe -> probe.slope().isPresent());
    return new Row(
        tensor,
        coordinates,
        kinked.size(),
        (int) unresolved,
        error,
        worst.map(Probe::where).orElse(""),
        largest,
        largest(judged, probe -> tolerance * probe.scale(tolerance)),
        worst.isPresent() && everyElement && error <= tolerance);
  }

  private static double largest(List<Probe> probes, ToDoubleFunction<Probe> property) {
    return probes.stream().mapToDouble(property).max().orElse(0);
  }
}
