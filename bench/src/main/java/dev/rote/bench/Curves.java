package dev.rote.bench;

import dev.rote.bench.child.Task;
import dev.rote.data.Dataset;
import dev.rote.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What speed depends on: the width of the network, the number of pictures, how many pixels are 0.
/// Each system runs in one setting, the best of the race.
final class Curves {
  private static final int BATCH = 128;
  private static final int SEED = 0;
  private static final Heat HEAT = new Heat(Heat.REPORT, BATCH);
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 1024, 2048, 4096);
  private static final List<Integer> SIZES = List.of(500, 2_000, 8_000, 30_000, 60_000);
  private static final List<Integer> ZEROS = List.of(0, 25, 50, 81, 100);

  private final Split split;
  private final List<Entrant> entrants;
  private final Pace pace;
  private final Optional<Nearness> nearness;
  private final Consumer<String> listener;

  /// @param nearness of the cores, or empty if any will do
  /// @param listener told of each point
  Curves(
      Split split,
      List<Entrant> entrants,
      Pace pace,
      Optional<Nearness> nearness,
      Consumer<String> listener) {
    this.split = split;
    this.entrants = entrants;
    this.pace = pace;
    this.nearness = nearness;
    this.listener = listener;
  }

  /// How many heats they take.
  static int heats(boolean quick) {
    return quick ? 3 * 2 : WIDTHS.size() + SIZES.size() + ZEROS.size();
  }

  /// @param quick the first and the last point of each alone
  List<CostCurve> all(boolean quick) {
    return List.of(width(ends(WIDTHS, quick)), size(ends(SIZES, quick)), zeros(ends(ZEROS, quick)));
  }

  private static List<Integer> ends(List<Integer> values, boolean quick) {
    return quick ? List.of(values.getFirst(), values.getLast()) : values;
  }

  private CostCurve width(List<Integer> widths) {
    List<CostCurve.Point> points = new ArrayList<>();
    try (WorkFolder work = new WorkFolder(split)) {
      for (int width : widths) {
        int classes = split.train().classes();
        Heat heat = new Heat(Task.networkOf(split.train().features(), width, classes), BATCH);
        points.add(point(width, heat, work, width + " hidden units"));
      }
    }
    String title = "One hidden layer, batches of " + BATCH + ", all 60,000 pictures";
    return new CostCurve("width", title, "hidden units", true, points);
  }

  private CostCurve size(List<Integer> sizes) {
    List<CostCurve.Point> points = new ArrayList<>();
    for (int size : sizes) {
      Split part = new Split(split.train().first(size), split.heldOut());
      try (WorkFolder work = new WorkFolder(part)) {
        points.add(point(size, HEAT, work, size + " pictures"));
      }
    }
    return new CostCurve("data", title(), "training pictures", true, points);
  }

  private CostCurve zeros(List<Integer> shares) {
    List<CostCurve.Point> points = new ArrayList<>();
    for (int share : shares) {
      Split part = new Split(withZeros(split.train(), share / 100.0), split.heldOut());
      try (WorkFolder work = new WorkFolder(part)) {
        points.add(point(share, HEAT, work, share + " % zeros"));
      }
    }
    return new CostCurve("zeros", title(), "pixels that are 0, %", false, points);
  }

  private static String title() {
    return "Training " + HEAT.widths() + " in batches of " + BATCH;
  }

  private CostCurve.Point point(double x, Heat heat, WorkFolder work, String words) {
    Outcome outcome = new Contest(work, entrants, pace, nearness).run(heat);
    listener.accept(Race.line(words, outcome));
    return new CostCurve.Point(x, outcome);
  }

  /// The same pictures with another share of zeros: pixels that are 0 get noise, or pixels become
  /// 0, drawn by chance, one by one.
  static Dataset withZeros(Dataset data, double share) {
    int features = data.features();
    byte[] pixels = new byte[data.size() * features];
    int[] labels = new int[data.size()];
    long zeros = 0;
    for (int i = 0; i < labels.length; i++) {
      data.copyTo(i, pixels, i * features);
      labels[i] = data.label(i);
    }
    for (byte pixel : pixels) {
      zeros += pixel == 0 ? 1 : 0;
    }
    double present = (double) zeros / pixels.length;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int p = 0; p < pixels.length; p++) {
      if (pixels[p] == 0 && random.nextDouble() * present >= share) {
        pixels[p] = (byte) random.nextInt(1, 256);
      } else if (pixels[p] != 0 && random.nextDouble() * (1 - present) < share - present) {
        pixels[p] = 0;
      }
    }
    return Dataset.of(data.name(), data.shape(), pixels, labels, data.classNames());
  }
}
