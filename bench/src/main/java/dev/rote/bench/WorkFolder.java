package dev.rote.bench;

import dev.rote.bench.child.Task;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Split;
import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.network.Init;
import dev.rote.network.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A private folder of the files that [Task] describes, the same for every system. It goes when it
/// is closed, or when the race is interrupted.
final class WorkFolder implements AutoCloseable {
  private static final long SEED = 0;
  private static final int EPOCHS = 8;

  private final Path folder;
  private final Thread hook;
  private int files;

  /// @throws RoteException if the system has no room for it
  WorkFolder(Split split) {
    try {
      folder = Files.createTempDirectory("rote-race");
      hook = new Thread(this::delete);
      Runtime.getRuntime().addShutdownHook(hook);
      write("", split.train());
      write("test-", split.heldOut());
      int count = split.train().size();
      byte[] orders = new byte[Math.toIntExact((long) EPOCHS * count * Integer.BYTES)];
      ByteBuffer order = little(orders);
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (int example : Order.shuffled(count, SEED, epoch)) {
          order.putInt(example);
        }
      }
      write("orders", orders);
    } catch (IOException e) {
      throw RoteException.io("write the race's data", "make room for temporary files", e);
    }
  }

  private void write(String prefix, Dataset data) throws IOException {
    int features = data.features();
    byte[] pixels = new byte[data.size() * features];
    byte[] labels = new byte[data.size()];
    for (int i = 0; i < labels.length; i++) {
      data.copyTo(i, pixels, i * features);
      labels[i] = (byte) data.label(i);
    }
    write(prefix + "pixels", pixels);
    write(prefix + "labels", labels);
  }

  /// Writes where a network's training starts, and returns the folder.
  Path with(Network network) {
    float[] weights = Parameters.initial(network, Init.XAVIER_UNIFORM, SEED).values();
    byte[] bytes = new byte[Math.multiplyExact(weights.length, Float.BYTES)];
    little(bytes).asFloatBuffer().put(weights);
    try {
      write("weights-" + Task.widths(network), bytes);
    } catch (IOException e) {
      throw RoteException.io("write the race's weights", "make room for temporary files", e);
    }
    return folder;
  }

  /// A new file's name.
  Path errors() {
    return folder.resolve("errors-" + files++ + ".txt");
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name + ".bin"), bytes);
  }

  private void delete() {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException _) {
      // The system clears its temporary files.
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    delete();
  }
}
