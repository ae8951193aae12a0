package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import dev.rote.jvm.Kernels.Strides;
import dev.rote.network.Activation;
import java.util.Arrays;
import java.util.SplittableRandom;

/// What a kernel does in a training step, with arrays of the size it does it on. This file alone
/// knows how kernels are called.
///
/// A size is `B x I x O`: batch, inputs and outputs of a layer.
enum Role {
  /// Sums of a layer's outputs over its inputs.
  FORWARD {
    @Override
    Work work(Kernels kernels, Size size) {
      float[] y = new float[size.batch * size.width()];
      float[] x = size.numbers(size.batch * size.inputs, 0.5);
      float[] w = size.numbers(size.inputs * size.width(), 0);
      Rows rows = new Rows(0, size.batch, size.width(), 0);
      Strides a = new Strides(size.inputs, 1);
      return new Work(
          () -> kernels.accumulate(y, rows, x, a, w, size.inputs, 1e-9f), size.product());
    }
  },
  /// The weight gradient of a layer, which plain SGD adds to the weights at once.
  WEIGHT_GRADIENT {
    @Override
    Work work(Kernels kernels, Size size) {
      float[] w = size.numbers(size.inputs * size.width(), 0);
      float[] x = size.numbers(size.batch * size.inputs, 0.5);
      float[] d = size.numbers(size.batch * size.width(), 0);
      Rows rows = new Rows(0, size.inputs, size.width(), size.inputs);
      Strides a = new Strides(1, size.inputs);
      return new Work(
          () -> kernels.accumulate(w, rows, x, a, d, size.batch, 1e-9f), size.product());
    }
  },
  /// The gradient of a layer's inputs.
  INPUT_GRADIENT {
    @Override
    Work work(Kernels kernels, Size size) {
      int width = Size.padded(size.inputs);
      float[] dx = new float[size.batch * width];
      float[] d = size.numbers(size.batch * size.outputs, 0);
      float[] w = size.numbers(size.outputs * width, 0);
      Rows rows = new Rows(0, size.batch, width, 0);
      Strides a = new Strides(size.outputs, 1);
      return new Work(
          () -> kernels.accumulate(dx, rows, d, a, w, size.outputs, 1e-9f), size.product());
    }
  },
  /// Forward and update of one example, by its inputs that are not 0; the size's batch is 1.
  SINGLE {
    @Override
    Work work(Kernels kernels, Size size) {
      float[] w = size.numbers(size.inputs * size.width(), 0);
      float[] x = size.numbers(size.inputs + Kernels.LANES, 0.5);
      float[] y = new float[size.width()];
      float[] d = size.numbers(size.width(), 0);
      int[] list = new int[size.inputs + Kernels.LANES];
      int n = kernels.nonZeros(list, x, size.inputs);
      Rows rows = new Rows(0, size.inputs, size.width(), size.inputs);
      return new Work(
          () -> {
            kernels.forwardOne(y, x, list, n, w, rows);
            kernels.updateOne(w, rows, x, list, 0, n, d, 1e-9f);
          },
          2 * size.product());
    }
  },
  /// Sigmoids of a layer's outputs, which are exponentials for the most part; an operation is one.
  EXP {
    @Override
    Work work(Kernels kernels, Size size) {
      float[] a = size.numbers(size.batch * size.width(), 0);
      float[] source = a.clone();
      return new Work(
          () -> {
            System.arraycopy(source, 0, a, 0, a.length);
            kernels.activate(Activation.SIGMOID, a, 0, a.length);
          },
          a.length);
    }
  },
  /// Bytes to pixels; an operation is one.
  DECODE {
    @Override
    Work work(Kernels kernels, Size size) {
      byte[] bytes = new byte[size.batch * size.inputs];
      new SplittableRandom(1).nextBytes(bytes);
      float[] x = new float[bytes.length];
      return new Work(() -> kernels.decode(x, bytes, 0, x.length), x.length);
    }
  };

  /// @param operations of one run
  record Work(Runnable run, double operations) {}

  abstract Work work(Kernels kernels, Size size);

  /// Of a layer and its batch.
  record Size(int batch, int inputs, int outputs) {
    static Size parse(String text) {
      int[] parts = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      return new Size(parts[0], parts[1], parts[2]);
    }

    int width() {
      return padded(outputs);
    }

    static int padded(int numbers) {
      return (numbers + Kernels.LANES - 1) / Kernels.LANES * Kernels.LANES;
    }

    /// Operations of one matrix product, without the padding.
    double product() {
      return 2.0 * batch * inputs * outputs;
    }

    /// From −1 to 1, a share of them 0.
    float[] numbers(int count, double zeros) {
      SplittableRandom random = new SplittableRandom(count);
      float[] numbers = new float[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = random.nextDouble() < zeros ? 0 : (float) random.nextDouble(-1, 1);
      }
      return numbers;
    }
  }
}
