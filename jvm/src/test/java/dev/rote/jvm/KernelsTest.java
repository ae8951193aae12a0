package dev.rote.jvm;

import static dev.rote.jvm.Numbers.bits;
import static dev.rote.jvm.Numbers.inPanels;
import static dev.rote.jvm.Numbers.joined;
import static dev.rote.jvm.Numbers.numbers;
import static dev.rote.jvm.Numbers.outOfPanels;
import static org.assertj.core.api.Assertions.assertThat;

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
          for (int sharers : new int[] {1, 2}) {
            uses.put(
                "accumulateSparse" + shape + " for " + sharers,
                kernels -> SparseUses.product(kernels, rows, columns, terms, sharers));
            uses.put(
                "forwardSparse" + shape + " for " + sharers,
                kernels -> SparseUses.forward(kernels, rows, columns, terms, sharers));
          }
        }
      }
    }
    uses.put("accumulate vanishing", KernelsTest::vanishing);
    uses.put("decode", KernelsTest::decoded);
    for (int count : new int[] {7, 64, 205}) {
      uses.put("nonZeros " + count, kernels -> SingleUses.listed(kernels, count));
    }
    for (int count : new int[] {1, 63, 64, 205}) {
      uses.put("mark " + count, kernels -> SparseUses.marked(kernels, count));
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
      uses.put(
          "forwardOne " + columns,
          kernels -> SingleUses.forwardOne(kernels, columns, kernels.panel()));
      uses.put(
          "forwardOne sparse " + columns,
          kernels -> SingleUses.forwardOne(kernels, columns, kernels.sparsePanel(columns, 2)));
      uses.put(
          "updateOne " + columns,
          kernels -> SingleUses.updateOne(kernels, columns, kernels.panel()));
      uses.put(
          "updateOne sparse " + columns,
          kernels -> SingleUses.updateOne(kernels, columns, kernels.sparsePanel(columns, 2)));
    }
    for (int columns : new int[] {16, 48, 64, 80, 128, 208, 256}) {
      uses.put(
          "updateAndForwardOne " + columns,
          kernels -> SingleUses.updateAndForwardOne(kernels, columns, kernels.panel()));
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

  private static float[] transposed(Kernels kernels, int rows, int columns) {
    float[] X = numbers(19, 3 + rows * (columns + 2));
    float[] T = new float[4 + columns * (rows + 5)];
    kernels.transpose(T, 4, rows + 5, X, 3, columns + 2, rows, columns);
    return T;
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
