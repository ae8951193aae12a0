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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What became of every example over the epochs of a training, in O(1) room for each: 41 bytes.
///
/// Each epoch shows every example at most once. Confined to one thread while it is written.
///
/// Sources: mean p_y and its deviation, S. Swayamdipta et al., "Dataset cartography",
/// arXiv 2009.10795 (2020); ‖p − e_y‖ as EL2N, M. Paul et al., "Deep learning on a data diet",
/// arXiv 2107.07075 (2021); forgettings, M. Toneva et al., arXiv 1812.05159 (2019); mean margin, G.
/// Pleiss et al., arXiv 2001.10528 (2020).
public final class Trajectory implements Recording {
  /// What [#write] takes for each example.
  static final int BYTES = 7 * Float.BYTES + 6 * Character.BYTES + 1;

  private static final char NEVER = Character.MAX_VALUE;
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
  private static final int MOST = (Integer.MAX_VALUE - 8) / WRITTEN.size();

  private final float[] loss;
  private final float[] margin;
  private final float[] probability;
  private final float[] square;
  private final float[] distance;
  private final float[] lastProbability;
  private final float[] lastConfidence;
  private final char[] seen;
  private final char[] errors;
  private final char[] forgettings;
  private final char[] firstLearned;
  private final char[] lastPrediction;
  private final char[] lastWrong;
  private final boolean[] right;

  /// @param examples n
  /// @throws RoteException if there are more than one array of [#written] has room for
  public Trajectory(int examples) {
    if (examples > MOST) {
      throw new RoteException(
          "record", "at most " + MOST + " examples", "" + examples, "set data.limit");
    }
    loss = new float[examples];
    margin = new float[examples];
    probability = new float[examples];
    square = new float[examples];
    distance = new float[examples];
    lastProbability = new float[examples];
    lastConfidence = new float[examples];
    seen = new char[examples];
    errors = new char[examples];
    forgettings = new char[examples];
    firstLearned = new char[examples];
    lastPrediction = new char[examples];
    lastWrong = new char[examples];
    right = new boolean[examples];
    Arrays.fill(lastWrong, NEVER);
  }

  /// For the training examples of a recipe that has them recorded.
  public static Optional<Trajectory> of(Recipe recipe, Split split) {
    return recipe.record() ? Optional.of(new Trajectory(split.train().size())) : Optional.empty();
  }

  /// Takes one example's results of one epoch.
  @Override
  public void visit(int example, int row, Scores scores) {
    float p = scores.probability(row);
    boolean now = scores.margin(row) > 0;
    loss[example] += scores.loss(row);
    margin[example] += scores.margin(row);
    probability[example] += p;
    square[example] += p * p;
    distance[example] += scores.distance(row);
    lastProbability[example] = p;
    lastConfidence[example] = confidence(p, scores.margin(row));
    lastPrediction[example] = (char) scores.prediction(row);
    seen[example]++;
    if (!now) {
      errors[example]++;
      lastWrong[example] = (char) scores.prediction(row);
      if (right[example]) {
        forgettings[example]++;
      }
    } else if (firstLearned[example] == 0) {
      firstLearned[example] = seen[example];
    }
    right[example] = now;
  }

  /// The probability of the answer, from that of the label and the label's logit less the answer's.
  private static float confidence(float p, float margin) {
    if (p == 0) {
      return 1;
    }
    return margin >= 0 ? p : (float) Math.min(1, p * StrictMath.exp(-margin));
  }

  /// Examples, n.
  public int size() {
    return loss.length;
  }

  /// How many times an example was seen.
  public int seen(int example) {
    return seen[example];
  }

  /// Mean loss; NaN if it was never seen, as with all means here.
  public double meanLoss(int example) {
    return (double) loss[example] / seen[example];
  }

  /// Mean of the label's logit minus the largest other.
  public double meanMargin(int example) {
    return (double) margin[example] / seen[example];
  }

  /// Mean probability of the label.
  public double confidence(int example) {
    return (double) probability[example] / seen[example];
  }

  /// Standard deviation over epochs of the probability of the label.
  public double variability(int example) {
    double mean = confidence(example);
    return Math.sqrt(Math.max(0, (double) square[example] / seen[example] - mean * mean));
  }

  /// Share of epochs in which the label was not the answer.
  public double errorShare(int example) {
    return (double) errors[example] / seen[example];
  }

  /// D = mean ‖p − e_y‖₂ / √2 + share of errors, 0 to 2: high where look-alikes dispute a label.
  public double disputed(int example) {
    return (double) distance[example] / seen[example] / Math.sqrt(2) + errorShare(example);
  }

  /// How often a right answer was followed by a wrong one.
  public int forgettings(int example) {
    return forgettings[example];
  }

  /// The first epoch with the right answer, from 1; 0 if there was none.
  public int firstLearned(int example) {
    return firstLearned[example];
  }

  /// The last answer.
  public int lastPrediction(int example) {
    return lastPrediction[example];
  }

  /// Whether the last answer was the label.
  public boolean right(int example) {
    return right[example];
  }

  /// The last answer that was not the label; the last answer if there was none.
  public int lastOther(int example) {
    return lastWrong[example] == NEVER ? lastPrediction[example] : lastWrong[example];
  }

  /// The last probability of the label.
  public double lastProbability(int example) {
    return lastProbability[example];
  }

  /// The probability of the last answer.
  public double lastConfidence(int example) {
    return lastConfidence[example];
  }

  private List<float[]> sums() {
    return List.of(loss, margin, probability, square, distance);
  }

  private List<char[]> counts() {
    return List.of(seen, errors, forgettings, firstLearned, lastWrong);
  }

  private List<float[]> numbers() {
    return List.of(loss, margin, probability, square, distance, lastProbability, lastConfidence);
  }

  private List<char[]> codes() {
    return List.of(seen, errors, forgettings, firstLearned, lastPrediction, lastWrong);
  }

  private static List<TensorShape> tensors(int examples) {
    return WRITTEN.stream().map(name -> new TensorShape(name, List.of(examples))).toList();
  }

  /// Sums and counts, a float for each, which holds a count exactly. The last answer with its
  /// probabilities is not among them: whoever goes on looks at every example once more.
  @Override
  public Parameters written() {
    float[] all = new float[WRITTEN.size() * size()];
    int at = 0;
    for (float[] column : sums()) {
      System.arraycopy(column, 0, all, at, size());
      at += size();
    }
    for (char[] column : counts()) {
      for (char value : column) {
        all[at++] = value;
      }
    }
    for (boolean value : right) {
      all[at++] = value ? 1 : 0;
    }
    return new Parameters(tensors(size()), all);
  }

  @Override
  public void goOn(Parameters written) {
    if (!written.tensors().equals(tensors(size()))) {
      throw new RoteException(
          "resume what was recorded",
          WRITTEN.size() + " columns of " + size() + " examples",
          "others",
          "train into a new folder");
    }
    float[] all = written.values();
    int at = 0;
    for (float[] column : sums()) {
      System.arraycopy(all, at, column, 0, size());
      at += size();
    }
    for (char[] column : counts()) {
      for (int i = 0; i < column.length; i++) {
        column[i] = (char) all[at++];
      }
    }
    for (int i = 0; i < right.length; i++) {
      right[i] = all[at++] == 1;
    }
  }

  /// Writes it, column by column.
  void write(DataOutputStream out) throws IOException {
    for (float[] column : numbers()) {
      for (float value : column) {
        out.writeFloat(value);
      }
    }
    for (char[] column : codes()) {
      for (char value : column) {
        out.writeChar(value);
      }
    }
    for (boolean value : right) {
      out.writeBoolean(value);
    }
  }

  /// Reads what [#write] wrote.
  static Trajectory read(DataInputStream in, int examples) throws IOException {
    Trajectory trajectory = new Trajectory(examples);
    for (float[] column : trajectory.numbers()) {
      for (int i = 0; i < examples; i++) {
        column[i] = in.readFloat();
      }
    }
    for (char[] column : trajectory.codes()) {
      for (int i = 0; i < examples; i++) {
        column[i] = in.readChar();
      }
    }
    for (int i = 0; i < examples; i++) {
      trajectory.right[i] = in.readBoolean();
    }
    return trajectory;
  }
}
