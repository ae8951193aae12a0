package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Randomness;
import dev.rote.jvm.Kernels.AdamStep;
import dev.rote.jvm.Kernels.Rows;
import dev.rote.jvm.Kernels.SgdStep;
import dev.rote.jvm.Kernels.Strides;
import dev.rote.network.Activation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private interface Use {
    /// Runs one kernel on fixed inputs and returns all it wrote.
    float[] on(Kernels kernels);
  }

  /// One entry to each kernel and variant, named by the kernel's method.
  private static Map<String, Use> uses() {
    Map<String, Use> uses = new LinkedHashMap<>();
    for (int rows : new int[] {1, 2, 3, 5, 6, 9, 13}) {
      for (int columns : new int[] {16, 32, 48, 64, 80, 128, 176}) {
        for (int terms : new int[] {0, 1, 7, 31}) {
          String shape = " " + rows + "x" + columns + "x" + terms;
          uses.put("accumulate" + shape, kernels -> product(kernels, rows, columns, terms, false));
          uses.put(
              "accumulate transposed" + shape,
              kernels -> product(kernels, rows, columns, terms, true));
        }
      }
    }
    uses.put("decode", KernelsTest::decoded);
    uses.put("nonZeros", kernels -> listed(kernels, 205));
    for (int columns : new int[] {128, 256}) {
      uses.put("forwardOne " + columns, kernels -> forwardOne(kernels, columns));
      uses.put("updateOne " + columns, kernels -> updateOne(kernels, columns));
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

  private static float[] product(
      Kernels kernels, int rows, int columns, int terms, boolean turned) {
    float[] Y = numbers(3, (rows + 2) * columns);
    float[] A = numbers(4, (rows + 2) * Math.max(terms, 1));
    Strides strides = turned ? new Strides(1, rows + 2) : new Strides(terms, 1);
    float[] B = numbers(5, Math.max(terms, 1) * columns);
    for (int R : new int[] {0, rows + 2}) {
      kernels.accumulate(Y, new Rows(1, rows + 1, columns, R), A, strides, B, terms, -0.7f);
    }
    return Y;
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
    int n = kernels.nonZeros(list, sparse(11, count), count);
    float[] found = new float[n];
    for (int j = 0; j < n; j++) {
      found[j] = list[j];
    }
    return found;
  }

  private static float[] forwardOne(Kernels kernels, int columns) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(12, 45);
    float[] Y = numbers(13, columns);
    float[] dense = Y.clone();
    float[] W = numbers(14, 45 * columns);
    int n = kernels.nonZeros(list, X, 45);
    kernels.forwardOne(Y, X, list, n, W, new Rows(0, 45, columns, 45));
    kernels.accumulate(dense, new Rows(0, 1, columns, 0), X, new Strides(45, 1), W, 45, 1);
    assertThat(bits(Y)).as("as the dense product").isEqualTo(bits(dense));
    return Y;
  }

  private static float[] updateOne(Kernels kernels, int columns) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(15, 45);
    float[] D = numbers(16, columns);
    float[] W = numbers(17, 45 * columns);
    float[] dense = W.clone();
    int n = kernels.nonZeros(list, X, 45);
    Rows rows = new Rows(0, 45, columns, 45);
    kernels.updateOne(W, rows, X, list, 0, 5, D, -0.3f);
    kernels.updateOne(W, rows, X, list, 5, n, D, -0.3f);
    kernels.accumulate(dense, rows, X, new Strides(1, 45), D, 1, -0.3f);
    assertThat(bits(W)).as("as the dense product").isEqualTo(bits(dense));
    return W;
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
            .filter(name -> !name.equals("description"))
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
