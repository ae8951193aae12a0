package dev.rote.bench.child;

import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Layer;
import dev.rote.network.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What a system is asked to train: ReLU between dense layers, softmax cross-entropy, plain SGD,
/// mean over the batch. The numbers lie in a folder of files that any language reads.
///
/// | file | what |
/// |---|---|
/// | `pixels.bin`, `test-pixels.bin` | a byte each, picture by picture; a network sees v / 255 |
/// | `labels.bin`, `test-labels.bin` | a byte each |
/// | `orders.bin` | 32-bit integers, an epoch's order after the other, to be gone round in |
/// | `weights-784-128-64-10.bin` | 32-bit floats: each layer's weight as (O, I), then its bias |
///
/// All numbers are little-endian.
///
/// @param network what is trained
/// @param batch examples a step
/// @param threads the system may use
/// @param rate of SGD
/// @param folder of the files
public record Task(Network network, int batch, int threads, double rate, Path folder) {
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Pattern DASH = Pattern.compile("-");
  private static final int WORDS = 5;
  private static final float WHITE = 255;

  /// Reads what stands after `open` in the protocol.
  ///
  /// @throws RoteException if the words are others
  static Task parse(String words) {
    String[] parts = SPACE.split(words, WORDS);
    try {
      int[] widths = DASH.splitAsStream(parts[0]).mapToInt(Integer::parseInt).toArray();
      return new Task(
          networkOf(widths),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          Double.parseDouble(parts[3]),
          Path.of(parts[4]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      String form = "WIDTHS BATCH THREADS RATE FOLDER";
      throw new RoteException("open", form, "\"" + words + "\"", "correct the words", e);
    }
  }

  /// A network of these widths, ReLU between its layers.
  public static Network networkOf(int... widths) {
    Network.Builder builder = Network.of(widths[0]);
    for (int l = 1; l < widths.length - 1; l++) {
      builder = builder.dense(widths[l], Activation.RELU);
    }
    return builder.dense(widths[widths.length - 1]).build();
  }

  /// The network's widths: `784-128-64-10`.
  public static String widths(Network network) {
    StringBuilder widths = new StringBuilder().append(network.inputs());
    network.layers().forEach(layer -> widths.append('-').append(layer.outputs()));
    return widths.toString();
  }

  /// Pixels of the training pictures, or of the test pictures.
  public byte[] pixels(boolean test) {
    return bytes(test ? "test-pixels" : "pixels");
  }

  /// The same as a network sees them, picture by picture.
  public float[] inputs(boolean test) {
    byte[] bytes = pixels(test);
    float[] inputs = new float[bytes.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (bytes[i] & 0xFF) / WHITE;
    }
    return inputs;
  }

  /// Classes of the training pictures, or of the test pictures.
  public int[] labels(boolean test) {
    byte[] bytes = bytes(test ? "test-labels" : "labels");
    int[] labels = new int[bytes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = bytes[i] & 0xFF;
    }
    return labels;
  }

  /// Where training starts.
  public float[] weights() {
    ByteBuffer bytes = buffer("weights-" + widths(network));
    float[] weights = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(weights);
    return weights;
  }

  /// The same, cut into tensors: each layer's weight as (O, I), then its bias.
  public List<float[]> tensors() {
    float[] weights = weights();
    List<float[]> tensors = new ArrayList<>();
    int at = 0;
    for (Layer layer : network.layers()) {
      int bias = at + layer.inputs() * layer.outputs();
      tensors.add(Arrays.copyOfRange(weights, at, bias));
      at = bias + layer.outputs();
      tensors.add(Arrays.copyOfRange(weights, bias, at));
    }
    return tensors;
  }

  /// The orders of as many epochs as there are.
  ///
  /// @param count examples of each
  int[][] orders(int count) {
    ByteBuffer bytes = buffer("orders");
    int[] all = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(all);
    int[][] orders = new int[all.length / count][];
    Arrays.setAll(orders, e -> Arrays.copyOfRange(all, e * count, (e + 1) * count));
    return orders;
  }

  private ByteBuffer buffer(String name) {
    return ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] bytes(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name + ".bin"));
    } catch (IOException e) {
      throw RoteException.io("read the task", "start the race again", e);
    }
  }
}
