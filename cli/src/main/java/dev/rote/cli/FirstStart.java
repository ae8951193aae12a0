package dev.rote.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// What people begin with, done once when the program has been built, so that Java can keep ready
/// what it finds out on the way: a small training, an audit and a look at the runs, in a folder of
/// its own.
final class FirstStart {
  private static final int EXAMPLES = 256;
  private static final int SIDE = 28;

  private FirstStart() {}

  /// Exits with 0 if all went well.
  ///
  /// @param arguments a folder that exists, which files are written to
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Random random = new Random(0);
    for (String split : new String[] {"train", "heldout"}) {
      byte[] pixels = new byte[EXAMPLES * SIDE * SIDE];
      random.nextBytes(pixels);
      write(folder.resolve(split + "-images.gz"), pixels, EXAMPLES, SIDE, SIDE);
      byte[] labels = new byte[EXAMPLES];
      for (int i = 0; i < EXAMPLES; i++) {
        labels[i] = (byte) (i % 10);
      }
      write(folder.resolve(split + "-labels.gz"), labels, EXAMPLES);
    }
    Path recipe = folder.resolve("first.yaml");
    Files.writeString(
        recipe,
        """
        name: first-start
        data:
          train: {images: train-images.gz, labels: train-labels.gz}
          heldout: {images: heldout-images.gz, labels: heldout-labels.gz}
        network: {inputs: 784, layers: [{dense: 128, activation: relu}, {dense: 10}]}
        objective: softmax-squared-error
        optimizer: {name: sgd, rate: 0.01}
        init: xavier-uniform
        epochs: 2
        """);
    String store = folder.resolve("runs.db").toString();
    for (String batch : new String[] {"1", "64"}) {
      String out = folder.resolve(batch).toString();
      run("train", recipe.toString(), "batch=" + batch, "--store", store, "--out", out);
    }
    String audit = folder.resolve("audit").toString();
    run("audit", recipe.toString(), "--depth", "quick", "--store", store, "--out", audit);
    run("runs", "list", "--store", store);
    run("data", "list");
    run("--version");
    System.exit(0);
  }

  private static void run(String... words) {
    Output output = Output.nowhere();
    Prelude prelude = new Prelude(output);
    prelude.begin(words);
    int code = Main.run(output, Interrupt.never(), prelude, words);
    if (code != 0) {
      System.exit(code);
    }
  }

  /// An IDX file of bytes.
  private static void write(Path file, byte[] content, int... sizes) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(4 + 4 * sizes.length);
    head.put(new byte[] {0, 0, 8, (byte) sizes.length});
    for (int size : sizes) {
      head.putInt(size);
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(head.array());
      out.write(content);
    }
  }
}
