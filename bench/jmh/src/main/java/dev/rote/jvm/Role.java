package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import dev.rote.network.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
      float[] w = size.panels(size.inputs, size.width());
      float[] sums = Panels.sums(size.batch, kernels.panel());
      Rows rows = new Rows(0, size.batch, size.width(), 0, kernels.panel());
      int I = size.inputs;
      return new Work(
          () -> kernels.accumulate(y, rows, x, 0, I, w, I, 1e-9f, sums), size.product());
    }
  },
  /// The weight gradient of a layer, which plain SGD adds to the weights at once; with the turning
  /// of its input, block by block.
  WEIGHT_GRADIENT {
    @Override
    Work work(Kernels kernels, Size size) {
      float[] w = size.panels(size.inputs, size.width());
      float[] x = size.numbers(size.batch * size.inputs, 0.5);
      float[] d = size.panels(size.batch, size.width());
      float[] sums = Panels.sums(Shares.BLOCK, kernels.panel());
      int I = size.inputs;
      int B = size.batch;
      int stride = Size.padded(B);
      float[] turned = new float[Shares.BLOCK * stride];
      List<Rows> blocks = new ArrayList<>();
      for (int i = 0; i < I; i += Shares.BLOCK) {
        int to = Math.min(I, i + Shares.BLOCK);
        blocks.add(new Rows(i, to, size.width(), I, kernels.panel()));
      }
      return new Work(
          () -> {
            for (Rows rows : blocks) {
              int count = rows.to() - rows.from();
              kernels.transpose(turned, 0, stride, x, rows.from(), I, B, count);
              kernels.accumulate(w, rows, turned, 0, stride, d, B, 1e-9f, sums);
            }
          },
          size.product());
    }
  },
  /// The gradient of a layer's inputs.
  INPUT_GRADIENT {
    @Override
    Work work(Kernels kernels, Size size) {
      int width = Size.padded(size.inputs);
      float[] dx = new float[size.batch * width];
      float[] d = size.numbers(size.batch * size.outputs, 0);
      float[] w = size.panels(size.outputs, width);
      float[] sums = Panels.sums(size.batch, kernels.panel());
      Rows rows = new Rows(0, size.batch, width, 0, kernels.panel());
      int O = size.outputs;
      return new Work(
          () -> kernels.accumulate(dx, rows, d, 0, O, w, O, 1e-9f, sums), size.product());
    }
  },
  /// Forward and update of one example, by its inputs that are not 0; the size's batch is 1.
  SINGLE {
    @Override
    Work work(Kernels kernels, Size size) {
      float[] w = size.panels(size.inputs, size.width());
      float[] x = size.numbers(size.inputs + Kernels.LANES, 0.5);
      float[] y = new float[size.width()];
      float[] d = size.numbers(size.width(), 0);
      int[] list = new int[size.inputs + Kernels.LANES];
      int n = kernels.nonZeros(list, x, x, size.inputs);
      Rows rows = new Rows(0, size.inputs, size.width(), size.inputs, kernels.panel());
      return new Work(
          () -> kernels.updateAndForwardOne(y, x, x, d, list, n, w, rows), 2 * size.product());
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

    /// A matrix of numbers from −1 to 1, in panels.
    float[] panels(int rows, int columns) {
      float[] panels = Panels.of(rows, columns);
      float[] numbers = numbers(rows * columns, 0);
      System.arraycopy(numbers, 0, panels, Panels.LEAD, numbers.length);
      return panels;
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
