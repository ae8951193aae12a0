package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Randomness;
import dev.rote.jvm.Kernels.AdamStep;
import dev.rote.jvm.Kernels.Rows;
import dev.rote.jvm.Kernels.SgdStep;
import dev.rote.network.Activation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kernel has a scalar twin, and gives its bits at every width, tails and extremes included.
class KernelsTest {

  /// Inputs that kernels stumble over, and many ordinary ones.
  private static final float[] EXTREMES = {
    0f,
    -0f,
    1f,
    -1f,
    300f,
    -300f,
    87f,
    -87f,
    88.8f,
    -103.9f,
    1e-7f,
    -1e-7f,
    1e-38f,
    -Float.MIN_VALUE,
    1e30f,
    -1e30f,
    0.3465f,
    -0.3466f,
    0.6931f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  private static final Set<String> NO_KERNELS =
      Set.of("description", "panel", "sparsePanel", "groupAlike");

  private interface Use {
    /// Runs one kernel on fixed inputs and returns all it wrote.
    float[] on(Kernels kernels);
  }

  /// One entry to each kernel and variant, named by the kernel's method.
  private static Map<String, Use> uses() {
    Map<String, Use> uses = new LinkedHashMap<>();
    for (int rows : new int[] {1, 2, 3, 4, 5, 6, 8, 9, 13, 22}) {
      for (int columns : new int[] {16, 32, 48, 64, 80, 128, 176}) {
        for (int terms : new int[] {0, 1, 7, 31, 530}) {
          String shape = " " + rows + "x" + columns + "x" + terms;
          uses.put("accumulate" + shape, kernels -> product(kernels, rows, columns, terms));
          if (terms > 0) {
            uses.put(
                "accumulateSparse" + shape,
                kernels -> sparseProduct(kernels, rows, columns, terms));
          }
        }
      }
    }
    uses.put("accumulate vanishing", KernelsTest::vanishing);
    uses.put("decode", KernelsTest::decoded);
    for (int count : new int[] {7, 64, 205}) {
      uses.put("nonZeros " + count, kernels -> listed(kernels, count));
    }
    for (int count : new int[] {1, 63, 64, 205}) {
      uses.put("mark " + count, kernels -> marked(kernels, count));
    }
    uses.put("scale", kernels -> written(D -> kernels.scale(D, -0.3f, 16, D.length - 16)));
    for (int classes : new int[] {1, 2, 10, 37}) {
      uses.put("softmax " + classes, kernels -> softmax(kernels, classes));
    }
    uses.put(
        "add", kernels -> written(Y -> kernels.add(Y, numbers(18, Y.length), 0.7f, 16, Y.length)));
    for (int rows : new int[] {1, 8, 21}) {
      uses.put("transpose " + rows, kernels -> transposed(kernels, rows, 37));
    }
    for (int columns : new int[] {16, 48, 64, 80, 128, 208, 256}) {
      uses.put("forwardOne " + columns, kernels -> forwardOne(kernels, columns, kernels.panel()));
      uses.put(
          "forwardOne sparse " + columns,
          kernels -> forwardOne(kernels, columns, kernels.sparsePanel()));
      uses.put("updateOne " + columns, kernels -> updateOne(kernels, columns, kernels.panel()));
      uses.put(
          "updateOne sparse " + columns,
          kernels -> updateOne(kernels, columns, kernels.sparsePanel()));
    }
    for (int columns : new int[] {16, 48, 64, 80, 128, 208, 256}) {
      uses.put(
          "updateAndForwardOne " + columns,
          kernels -> updateAndForwardOne(kernels, columns, kernels.panel()));
    }
    for (Activation f : Activation.values()) {
      uses.put("activate " + f, kernels -> written(A -> kernels.activate(f, A, 16, A.length)));
      uses.put(
          "differentiate " + f,
          kernels -> written(D -> kernels.differentiate(f, D, numbers(2, D.length), 0, D.length)));
    }
    for (boolean nesterov : new boolean[] {false, true}) {
      SgdStep step = sgdStep(nesterov);
      uses.put("sgd " + nesterov, kernels -> sgd(kernels, step));
    }
    uses.put("adam", kernels -> adam(kernels, adamStep()));
    return uses;
  }

  private static SgdStep sgdStep(boolean nesterov) {
    SgdStep step = new SgdStep();
    step.rate = 0.1f;
    step.momentum = 0.9f;
    step.nesterov = nesterov;
    step.decay = 0.01f;
    return step;
  }

  private static AdamStep adamStep() {
    AdamStep step = new AdamStep();
    step.shrink = 0.99f;
    step.decay = 0.02f;
    step.beta1 = 0.9f;
    step.share1 = 0.1f;
    step.beta2 = 0.99f;
    step.share2 = 0.01f;
    step.size = 0.3f;
    step.correction = 0.2f;
    step.epsilon = 1e-8f;
    return step;
  }

  /// Numbers in panels as the kernels have them, from numbers row by row.
  private static float[] inPanels(int panel, float[] M, int rows, int columns) {
    float[] panels = Panels.of(rows, columns);
    eachInPanels(panel, rows, columns, (plain, at) -> panels[at] = M[plain]);
    return panels;
  }

  /// The way back: numbers row by row, which no longer depend on the width of a panel.
  private static float[] outOfPanels(int panel, float[] panels, int rows, int columns) {
    float[] M = new float[rows * columns];
    eachInPanels(panel, rows, columns, (plain, at) -> M[plain] = panels[at]);
    return M;
  }

  private interface Place {
    void of(int plain, int inPanels);
  }

  private static void eachInPanels(int panel, int rows, int columns, Place place) {
    Rows all = new Rows(0, rows, columns, rows, panel);
    for (int c0 = 0; c0 < columns; c0 += all.width(c0)) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < all.width(c0); c++) {
          place.of(r * columns + c0 + c, all.panel(c0) + r * all.width(c0) + c);
        }
      }
    }
  }

  /// The product into a matrix that is row-major, and into one in panels.
  private static float[] product(Kernels kernels, int rows, int columns, int terms) {
    int R = rows + 2;
    float[] A = numbers(4, R * (terms + 3));
    float[] B = inPanels(kernels.panel(), numbers(5, terms * columns), terms, columns);
    float[] Y = numbers(3, R * columns);
    float[] panels = inPanels(kernels.panel(), Y, R, columns);
    int panel = kernels.panel();
    Rows plain = new Rows(1, rows + 1, columns, 0, panel);
    float[] sums = Panels.sums(rows, panel);
    kernels.accumulate(Y, plain, A, 5, terms + 3, B, terms, -0.7f, sums);
    Rows inPanels = new Rows(1, rows + 1, columns, R, panel);
    kernels.accumulate(panels, inPanels, A, 5, terms + 3, B, terms, -0.7f, sums);
    assertThat(bits(outOfPanels(kernels.panel(), panels, R, columns)))
        .as("in panels as row by row")
        .isEqualTo(bits(Y));
    return Y;
  }

  /// A sum that becomes −0 by underflow, and stays so over terms that are −0.
  private static float[] vanishing(Kernels kernels) {
    int terms = 200;
    float[] A = new float[terms];
    Arrays.fill(A, 0, 100, -1e-30f);
    Arrays.fill(A, 100, terms, -0f);
    float[] B = Panels.of(terms, 64);
    Arrays.fill(B, 1e-30f);
    float[] Y = new float[64];
    Arrays.fill(Y, -0f);
    Rows row = new Rows(0, 1, 64, 0, kernels.panel());
    kernels.accumulate(Y, row, A, 0, terms, B, terms, 1, Panels.sums(1, kernels.panel()));
    return Y;
  }

  /// The product over what is not 0, into both layouts, which is the product over everything; its
  /// left factor once row by row, and once column by column.
  private static float[] sparseProduct(Kernels kernels, int rows, int columns, int terms) {
    int R = rows + 2;
    int panel = kernels.sparsePanel();
    byte[] P = pixels(20, 7 + rows * (terms + 3) + Marked.WORD);
    Marked byRow = new Marked(P, new long[(rows + 1) * Marked.words(terms)], rows);
    byRow.at = 7;
    byRow.row = terms + 3;
    byRow.step = 1;
    byRow.first = 1;
    byRow.height = rows + 1;
    byRow.words = Marked.words(terms);
    float[] A = new float[R * (terms + 3)];
    byte[] turned = new byte[5 + rows * terms];
    for (int r = 0; r < rows; r++) {
      kernels.mark(byRow.marks, 1 + r, rows + 1, P, 7 + r * (terms + 3), terms);
      kernels.decode(A, P, 7 + r * (terms + 3), 7 + r * (terms + 3) + terms);
      for (int k = 0; k < terms; k++) {
        turned[5 + k * rows + r] = P[7 + r * (terms + 3) + k];
      }
    }
    Marked byColumn = new Marked(turned, byRow.marks, rows);
    byColumn.at = 5;
    byColumn.row = 1;
    byColumn.step = rows;
    byColumn.first = 1;
    byColumn.height = rows + 1;
    byColumn.words = byRow.words;
    float[] B = numbers(21, terms * columns);
    float[] Y = numbers(22, R * columns);
    float[] panels = inPanels(panel, Y, R, columns);
    float[] dense = Y.clone();
    float[] inPanels = inPanels(panel, B, terms, columns);
    float[] sparseSums = Panels.of(rows + Kernels.SPARE, panel);
    Rows plain = new Rows(1, rows + 1, columns, 0, panel);
    kernels.groupAlike(byRow, rows);
    kernels.accumulateSparse(Y, plain, byRow, inPanels, terms, -0.7f, sparseSums);
    Rows own = new Rows(1, rows + 1, columns, R, panel);
    kernels.accumulateSparse(panels, own, byColumn, inPanels, terms, -0.7f, sparseSums);
    assertThat(bits(outOfPanels(panel, panels, R, columns)))
        .as("in panels as row by row")
        .isEqualTo(bits(Y));
    float[] narrow = inPanels(kernels.panel(), B, terms, columns);
    Rows all = new Rows(1, rows + 1, columns, 0, kernels.panel());
    float[] sums = Panels.sums(rows, kernels.panel());
    kernels.accumulate(dense, all, A, 7, terms + 3, narrow, terms, -0.7f, sums);
    assertThat(bits(Y)).as("as the dense product").isEqualTo(bits(dense));
    return Y;
  }

  /// Bytes of which about half are 0.
  private static byte[] pixels(int stream, int count) {
    float[] numbers = numbers(stream, count);
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = i % 3 == 0 || i % 7 == 1 ? 0 : (byte) Float.floatToRawIntBits(numbers[i]);
    }
    return pixels;
  }

  private static float[] transposed(Kernels kernels, int rows, int columns) {
    float[] X = numbers(19, 3 + rows * (columns + 2));
    float[] T = new float[4 + columns * (rows + 5)];
    kernels.transpose(T, 4, rows + 5, X, 3, columns + 2, rows, columns);
    return T;
  }

  private static float[] sparse(int stream, int count) {
    float[] X = numbers(stream, count);
    for (int i = 0; i < count; i++) {
      X[i] = i % 3 == 0 || i % 7 == 1 ? 0 : X[i];
    }
    return X;
  }

  private static float[] listed(Kernels kernels, int count) {
    int[] list = new int[count + Kernels.LANES];
    float[] X = sparse(11, count);
    float[] Z = sparse(24, count + 1);
    Arrays.fill(Z, 0, count / 2, 0);
    int n = kernels.nonZeros(list, X, X, count);
    int both = kernels.nonZeros(list, X, Z, count);
    assertThat(both).as("where one of two is not 0").isGreaterThanOrEqualTo(n);
    return joined(new float[] {n}, numbers(list, 0, both));
  }

  private static float[] marked(Kernels kernels, int count) {
    byte[] P = pixels(23, 3 + count + Marked.WORD);
    long[] marks = new long[2 + 3 * Marked.words(count)];
    kernels.mark(marks, 2, 3, P, 3, count);
    float[] seen = new float[2 * marks.length];
    for (int w = 0; w < marks.length; w++) {
      seen[2 * w] = (int) marks[w];
      seen[2 * w + 1] = (int) (marks[w] >>> 32);
    }
    for (int i = 0; i < count; i++) {
      long mark = marks[2 + i / Marked.WORD * 3] >>> i & 1;
      assertThat(mark).as("byte %s", i).isEqualTo(P[3 + i] == 0 ? 0 : 1);
    }
    return seen;
  }

  private static float[] numbers(int[] list, int from, int to) {
    float[] numbers = new float[to - from];
    for (int j = from; j < to; j++) {
      numbers[j - from] = list[j];
    }
    return numbers;
  }

  /// Lane by lane the numbers of the softmax of one example.
  private static float[] softmax(Kernels kernels, int classes) {
    float[] logits = numbers(24, classes * Kernels.LANES);
    for (int i = 0; i < logits.length; i += 3) {
      logits[i] *= 40;
    }
    float[] T = logits.clone();
    float[] sums = new float[2 * Kernels.LANES];
    kernels.softmax(T, classes, sums);
    for (int lane = 0; lane < Kernels.LANES; lane++) {
      float[] own = new float[classes];
      float[] expected = new float[classes];
      for (int k = 0; k < classes; k++) {
        own[k] = logits[k * Kernels.LANES + lane];
      }
      float sum = Loss.softmax(expected, 0, own, 0, classes);
      for (int k = 0; k < classes; k++) {
        assertThat(T[k * Kernels.LANES + lane]).as("class %s", k).isEqualTo(expected[k]);
      }
      assertThat(sums[lane]).isEqualTo(sum);
    }
    return joined(T, sums);
  }

  private static float[] forwardOne(Kernels kernels, int columns, int panel) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(12, 45);
    float[] Y = numbers(13, columns);
    float[] dense = Y.clone();
    float[] W = numbers(14, 45 * columns);
    int n = kernels.nonZeros(list, X, X, 45);
    Rows rows = new Rows(0, 45, columns, 45, panel);
    float[] panels = inPanels(panel, W, 45, columns);
    float[] sums = new float[columns];
    kernels.forwardOne(sums, X, list, n, panels, rows);
    kernels.add(Y, sums, 1, 0, columns);
    Rows row = new Rows(0, 1, columns, 0, kernels.panel());
    float[] all = inPanels(kernels.panel(), W, 45, columns);
    kernels.accumulate(dense, row, X, 0, 45, all, 45, 1, Panels.sums(1, kernels.panel()));
    assertThat(bits(Y)).as("as the dense product").isEqualTo(bits(dense));
    return Y;
  }

  private static float[] updateOne(Kernels kernels, int columns, int panel) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(15, 45);
    float[] D = numbers(16, columns);
    float[] W = inPanels(panel, numbers(17, 45 * columns), 45, columns);
    float[] dense = W.clone();
    Rows rows = new Rows(0, 45, columns, 45, panel);
    int n = kernels.nonZeros(list, X, X, 45);
    kernels.updateOne(W, rows, X, list, n, D);
    for (int i = 0; i < 45; i++) {
      list[i] = i;
    }
    kernels.updateOne(dense, rows, X, list, 45, D);
    assertThat(bits(W)).as("as with the zeros").isEqualTo(bits(dense));
    return outOfPanels(panel, W, 45, columns);
  }

  /// The update by one example and the forward pass of the next, which are both of them at once.
  private static float[] updateAndForwardOne(Kernels kernels, int columns, int panel) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(25, 45);
    float[] before = numbers(26, 45);
    Arrays.fill(before, 10, 30, 0);
    float[] D = numbers(27, columns);
    float[] weights = numbers(28, 45 * columns);
    for (int w = 0; w < weights.length; w += 5) {
      weights[w] = -0f;
    }
    float[] W = inPanels(panel, weights, 45, columns);
    float[] apart = W.clone();
    float[] Y = new float[columns];
    float[] expected = new float[columns];
    Rows rows = new Rows(0, 45, columns, 45, panel);
    int either = kernels.nonZeros(list, X, before, 45);
    kernels.updateAndForwardOne(Y, X, before, D, list, either, W, rows);
    int own = kernels.nonZeros(list, before, before, 45);
    kernels.updateOne(apart, rows, before, list, own, D);
    int next = kernels.nonZeros(list, X, X, 45);
    kernels.forwardOne(expected, X, list, next, apart, rows);
    assertThat(bits(W)).as("the update").isEqualTo(bits(apart));
    assertThat(bits(Y)).as("the forward pass").isEqualTo(bits(expected));
    return joined(Y, outOfPanels(panel, W, 45, columns));
  }

  private static float[] decoded(Kernels kernels) {
    byte[] P = new byte[300 + Kernels.LANES];
    for (int i = 0; i < P.length; i++) {
      P[i] = (byte) i;
    }
    float[] X = new float[300];
    kernels.decode(X, P, 3, 290);
    return X;
  }

  private static float[] written(Consumer<float[]> kernel) {
    float[] A = Arrays.copyOf(EXTREMES, 1600);
    System.arraycopy(
        numbers(6, 1600 - EXTREMES.length), 0, A, EXTREMES.length, 1600 - EXTREMES.length);
    System.arraycopy(EXTREMES, 0, A, 800, EXTREMES.length);
    kernel.accept(A);
    return A;
  }

  private static float[] sgd(Kernels kernels, SgdStep step) {
    float[] W = numbers(7, 320);
    float[] V = numbers(8, 320);
    kernels.sgd(W, numbers(9, 320), V, step, 16, 304);
    return joined(W, V);
  }

  private static float[] adam(Kernels kernels, AdamStep step) {
    float[] W = numbers(7, 320);
    float[] M = numbers(8, 320);
    float[] V = numbers(9, 320);
    for (int i = 0; i < V.length; i++) {
      V[i] = Math.abs(V[i]);
    }
    kernels.adam(W, numbers(10, 320), M, V, step, 16, 304);
    return joined(W, joined(M, V));
  }

  private static float[] joined(float[] a, float[] b) {
    float[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static float[] numbers(int stream, int count) {
    Randomness random = new Randomness(0, Randomness.Purpose.CHECK, stream);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (3 * random.normal());
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"128", "256", "512"})
  void vectorKernel_everyUse_hasTheBitsOfItsScalarTwin(String width) {
    Kernels vector = KernelChoice.named(width);
    assertThat(vector.description()).contains(width);
    uses()
        .forEach(
            (name, use) ->
                assertThat(bits(use.on(vector)))
                    .as(name)
                    .isEqualTo(bits(use.on(new ScalarKernels()))));
  }

  /// Raw bits, with one NaN for all: its payload is no promise.
  private static int[] bits(float[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(numbers[i]);
    }
    return bits;
  }

  @Test
  void everyKernel_hasATwinAndAUse() {
    List<String> kernels =
        Arrays.stream(Kernels.class.getMethods())
            .map(Method::getName)
            .filter(name -> !NO_KERNELS.contains(name))
            .toList();
    assertThat(kernels).hasSizeGreaterThanOrEqualTo(5);
    assertThat(
            uses().keySet().stream()
                .map(name -> name.replaceFirst(" .*", ""))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(kernels);
    for (String kernel : kernels) {
      for (Class<?> twin : List.of(ScalarKernels.class, VectorKernels.class)) {
        assertThat(Arrays.stream(twin.getDeclaredMethods()).map(Method::getName)).contains(kernel);
      }
    }
  }
}
