package dev.rote.data;

import java.util.List;
import java.util.Locale;

/// Points of the plane in two classes, drawn from the recipe's seed: small problems whose solution
/// one can look at. Up to 10,000 to learn from and 10,000 held out; classes take turns.
public enum Toy {
  /// Two half circles of radius 0.85 that reach into each other, each point moved by a normal step
  /// of deviation 0.1 in both directions.
  MOONS,
  /// Two arms of one and a quarter turns, out to radius 1.4, moved by 0.04.
  SPIRALS,
  /// The four quarters of a square, opposite ones of one class, with a gap of 0.16 between them.
  XOR;

  /// The points lie within ±EDGE in both directions, but for rare ones.
  public static final float EDGE = 1.6f;

  private static final int MOST = 10_000;
  private static final int CLASSES = 2;

  /// The word in recipes.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The first examples of both splits, the same however many are asked for.
  Split first(int limit, int heldOutLimit, long seed) {
    return new Split(
        dataset(limit, new Randomness(seed, Randomness.Purpose.POINTS, 0)),
        dataset(heldOutLimit, new Randomness(seed, Randomness.Purpose.POINTS, 1)));
  }

  private Dataset dataset(int limit, Randomness random) {
    int count = Math.min(limit, MOST);
    float[] points = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
      double[] point = point(labels[i], random);
      points[2 * i] = (float) point[0];
      points[2 * i + 1] = (float) point[1];
    }
    return dataset(points, labels);
  }

  private Dataset dataset(float[] points, int[] labels) {
    List<TableInput> plane = List.of(new TableInput("x", false), new TableInput("y", false));
    return Dataset.ofTable(word(), points, plane, labels, List.of("A", "B"));
  }

  private double[] point(int label, Randomness random) {
    double u = random.uniform();
    return switch (this) {
      case MOONS -> {
        double side = label == 0 ? 0.85 : -0.85;
        double x = side * (StrictMath.cos(StrictMath.PI * u) - 0.5);
        double y = side * (StrictMath.sin(StrictMath.PI * u) - 0.25);
        yield new double[] {x + 0.1 * random.normal(), y + 0.1 * random.normal()};
      }
      case SPIRALS -> {
        double angle = StrictMath.PI * (2.5 * u + label);
        double x = 1.4 * u * StrictMath.cos(angle);
        double y = 1.4 * u * StrictMath.sin(angle);
        yield new double[] {x + 0.04 * random.normal(), y + 0.04 * random.normal()};
      }
      case XOR -> {
        double x = 0.08 + 1.32 * u;
        double y = 0.08 + 1.32 * random.uniform();
        boolean left = random.below(2) == 0;
        yield new double[] {left ? -x : x, left == (label == 0) ? -y : y};
      }
    };
  }

  /// Points on a grid over the plane to ±EDGE, a row of equal y after the other, from low to high;
  /// all of class 0.
  ///
  /// @param side points of a row, and rows; 2 or more
  public Dataset grid(int side) {
    float[] points = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      points[2 * i] = at(i % side, side);
      points[2 * i + 1] = at(i / side, side);
    }
    return dataset(points, new int[side * side]);
  }

  private static float at(int index, int side) {
    return 2 * EDGE * index / (side - 1) - EDGE;
  }
}
