package dev.rote.audit;

import dev.rote.data.Split;
import dev.rote.engine.Parameters;
import dev.rote.engine.Scores;
import dev.rote.fault.RoteException;
import dev.rote.network.TensorShape;
import dev.rote.train.Recipe;
import dev.rote.train.Recording;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// What became of every example over the epochs of a training, in O(1) room for each: 64 bytes.
///
/// Each epoch shows every example at most once. Confined to one thread while it is written.
///
/// Sources: mean p_y and its deviation, S. Swayamdipta et al., "Dataset cartography",
/// arXiv 2009.10795 (2020); ‖p − e_y‖ as EL2N, M. Paul et al., "Deep learning on a data diet",
/// arXiv 2107.07075 (2021); forgettings, M. Toneva et al., arXiv 1812.05159 (2019); mean margin, G.
/// Pleiss et al., arXiv 2001.10528 (2020).
/*
 * Examples come in the order of an epoch, so each look at one is a walk to somewhere else in memory. All
 * numbers of one lie together, as long as a line of a cache; counts are floats, which hold them exactly.
 */
public final class Trajectory implements Recording {
  private static final int LOSS = 0;
  private static final int MARGIN = 1;
  private static final int PROBABILITY = 2;
  private static final int SQUARE = 3;
  private static final int DISTANCE = 4;
  private static final int SEEN = 5;
  private static final int ERRORS = 6;
  private static final int FORGETTINGS = 7;
  private static final int FIRST_LEARNED = 8;
  private static final int LAST_WRONG = 9;
  private static final int RIGHT = 10;
  private static final int LAST_PREDICTION = 11;
  private static final int LAST_PROBABILITY = 12;
  private static final int LAST_MARGIN = 13;

  /// Numbers of an example.
  private static final int NUMBERS = 14;

  /// From one example to the next.
  private static final int STRIDE = 16;

  /// Unused: with the 16 bytes before an array's elements, a line where the array begins with one.
  private static final int LEAD = 12;

  /// What [#write] takes for each example.
  static final int BYTES = NUMBERS * Float.BYTES;

  private static final float NEVER = Character.MAX_VALUE;

  /// Sums and counts, by their places.
  private static final List<String> WRITTEN =
      List.of(
          "loss",
          "margin",
          "probability",
          "probability-squared",
          "distance",
          "seen",
          "errors",
          "forgettings",
          "first-learned",
          "last-wrong",
          "right");
  private static final int MOST = (Integer.MAX_VALUE - 8 - LEAD) / STRIDE;

  private final int examples;
  private final float[] numbers;

  /// @param examples n
  /// @throws RoteException if there are more than one array has room for
  public Trajectory(int examples) {
    if (examples > MOST) {
      throw new RoteException(
          "record", "at most " + MOST + " examples", "" + examples, "set data.limit");
    }
    this.examples = examples;
    numbers = new float[LEAD + examples * STRIDE];
    for (int i = 0; i < examples; i++) {
      numbers[at(i) + LAST_WRONG] = NEVER;
    }
  }

  /// For the training examples of a recipe that has them recorded.
  public static Optional<Trajectory> of(Recipe recipe, Split split) {
    return recipe.record() ? Optional.of(new Trajectory(split.train().size())) : Optional.empty();
  }

  /// Takes one example's results of one epoch.
  @Override
  public void visit(int example, int row, Scores scores) {
    int at = at(example);
    float p = scores.probability(row);
    float margin = scores.margin(row);
    boolean now = margin > 0;
    numbers[at + LOSS] += scores.loss(row);
    numbers[at + MARGIN] += margin;
    numbers[at + PROBABILITY] += p;
    numbers[at + SQUARE] += p * p;
    numbers[at + DISTANCE] += scores.distance(row);
    numbers[at + SEEN]++;
    numbers[at + LAST_PREDICTION] = scores.prediction(row);
    numbers[at + LAST_PROBABILITY] = p;
    numbers[at + LAST_MARGIN] = margin;
    if (!now) {
      numbers[at + ERRORS]++;
      numbers[at + LAST_WRONG] = scores.prediction(row);
      numbers[at + FORGETTINGS] += numbers[at + RIGHT];
    } else if (numbers[at + FIRST_LEARNED] == 0) {
      numbers[at + FIRST_LEARNED] = numbers[at + SEEN];
    }
    numbers[at + RIGHT] = now ? 1 : 0;
  }

  /// Examples, n.
  public int size() {
    return examples;
  }

  private static int at(int example) {
    return LEAD + example * STRIDE;
  }

  private float of(int example, int number) {
    return numbers[at(example) + number];
  }

  private double mean(int example, int number) {
    return (double) of(example, number) / of(example, SEEN);
  }

  /// How many times an example was seen.
  public int seen(int example) {
    return (int) of(example, SEEN);
  }

  /// Mean loss; NaN if it was never seen, as with all means here.
  public double meanLoss(int example) {
    return mean(example, LOSS);
  }

  /// Mean of the label's logit minus the largest other.
  public double meanMargin(int example) {
    return mean(example, MARGIN);
  }

  /// Mean probability of the label.
  public double confidence(int example) {
    return mean(example, PROBABILITY);
  }

  /// Standard deviation over epochs of the probability of the label.
  public double variability(int example) {
    double mean = confidence(example);
    return Math.sqrt(Math.max(0, mean(example, SQUARE) - mean * mean));
  }

  /// Share of epochs in which the label was not the answer.
  public double errorShare(int example) {
    return mean(example, ERRORS);
  }

  /// D = mean ‖p − e_y‖₂ / √2 + share of errors, 0 to 2: high where look-alikes dispute a label.
  public double disputed(int example) {
    return mean(example, DISTANCE) / Math.sqrt(2) + errorShare(example);
  }

  /// How often a right answer was followed by a wrong one.
  public int forgettings(int example) {
    return (int) of(example, FORGETTINGS);
  }

  /// The first epoch with the right answer, from 1; 0 if there was none.
  public int firstLearned(int example) {
    return (int) of(example, FIRST_LEARNED);
  }

  /// The last answer.
  public int lastPrediction(int example) {
    return (int) of(example, LAST_PREDICTION);
  }

  /// Whether the last answer was the label.
  public boolean right(int example) {
    return of(example, RIGHT) == 1;
  }

  /// The last answer that was not the label; the last answer if there was none.
  public int lastOther(int example) {
    float wrong = of(example, LAST_WRONG);
    return wrong == NEVER ? lastPrediction(example) : (int) wrong;
  }

  /// The last probability of the label.
  public double lastProbability(int example) {
    return of(example, LAST_PROBABILITY);
  }

  /// The probability of the last answer: that of the label, times e to the answer's logit less the
  /// label's.
  public double lastConfidence(int example) {
    float p = of(example, LAST_PROBABILITY);
    float margin = of(example, LAST_MARGIN);
    if (p == 0) {
      return 1;
    }
    return margin >= 0 ? p : (float) Math.min(1, p * StrictMath.exp(-margin));
  }

  private static List<TensorShape> tensors(int examples) {
    return WRITTEN.stream().map(name -> new TensorShape(name, List.of(examples))).toList();
  }

  /// Sums and counts, a float for each. The last answer with its probabilities is not among them:
  /// whoever goes on looks at every example once more.
  @Override
  public Parameters written() {
    float[] all = new float[Math.multiplyExact(WRITTEN.size(), examples)];
    int next = 0;
    for (int number = 0; number < WRITTEN.size(); number++) {
      for (int i = 0; i < examples; i++) {
        all[next++] = of(i, number);
      }
    }
    return new Parameters(tensors(examples), all);
  }

  @Override
  public void goOn(Parameters written) {
    if (!written.tensors().equals(tensors(examples))) {
      throw new RoteException(
          "resume what was recorded",
          WRITTEN.size() + " columns of " + examples + " examples",
          "others",
          "train into a new folder");
    }
    float[] all = written.values();
    int next = 0;
    for (int number = 0; number < WRITTEN.size(); number++) {
      for (int i = 0; i < examples; i++) {
        numbers[at(i) + number] = all[next++];
      }
    }
  }

  /// Writes it, example by example.
  void write(DataOutputStream out) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(BYTES);
    for (int i = 0; i < examples; i++) {
      row.asFloatBuffer().put(0, numbers, at(i), NUMBERS);
      out.write(row.array());
    }
  }

  /// Reads what [#write] wrote.
  static Trajectory read(DataInputStream in, int examples) throws IOException {
    Trajectory trajectory = new Trajectory(examples);
    ByteBuffer row = ByteBuffer.allocate(BYTES);
    for (int i = 0; i < examples; i++) {
      in.readFully(row.array());
      row.asFloatBuffer().get(0, trajectory.numbers, at(i), NUMBERS);
    }
    return trajectory;
  }
}
