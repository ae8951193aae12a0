package dev.rote.bench;

import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Layer;
import dev.rote.network.Network;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One piece of work that every system is timed on.
///
/// @param network what is trained
/// @param batch examples a step
/// @param threads that a system may use
record Heat(Network network, int batch, int threads) {
  private static final Network REPORT = ofWidths(784, 128, 64, 10);
  private static final Network WIDE = ofWidths(784, 1024, 1024, 10);
  private static final List<Integer> THREADS = List.of(1, 2);

  /// The whole race: the report's network from single examples up, and one that no cache holds.
  static List<Heat> all() {
    return Stream.concat(
            heats(REPORT, List.of(1, 32, 64, 128, 512, 4096)), heats(WIDE, List.of(128, 512)))
        .toList();
  }

  /// A few, to see that all works.
  static List<Heat> quick() {
    return heats(REPORT, List.of(1, 64)).toList();
  }

  /// Those heats that somebody asks for.
  ///
  /// @param names each a heat as [#toString] writes it, or the beginning of one up to `@` or `x`
  /// @throws RoteException if a name fits none
  static List<Heat> only(List<Heat> heats, List<String> names) {
    for (String name : names) {
      if (heats.stream().noneMatch(heat -> heat.answersTo(name))) {
        throw new RoteException(
            "choose heats",
            "one like " + heats.getFirst() + " or " + heats.getLast(),
            "\"" + name + "\"",
            "see the heats in bench/README.md");
      }
    }
    return heats.stream().filter(heat -> names.stream().anyMatch(heat::answersTo)).toList();
  }

  private static Stream<Heat> heats(Network network, List<Integer> batches) {
    return batches.stream()
        .flatMap(batch -> THREADS.stream().map(threads -> new Heat(network, batch, threads)));
  }

  /// A network of these widths, ReLU between its layers.
  private static Network ofWidths(int... widths) {
    Network.Builder builder = Network.of(widths[0]);
    for (int l = 1; l < widths.length - 1; l++) {
      builder = builder.dense(widths[l], Activation.RELU);
    }
    return builder.dense(widths[widths.length - 1]).build();
  }

  private boolean answersTo(String name) {
    return toString().equals(name)
        || toString().startsWith(name + "@")
        || toString().startsWith(name + "x");
  }

  /// The network's widths: `784-128-64-10`.
  String widths() {
    return IntStream.concat(
            IntStream.of(network.inputs()), network.layers().stream().mapToInt(Layer::outputs))
        .mapToObj(String::valueOf)
        .collect(Collectors.joining("-"));
  }

  /// Network, batch and threads in one word: `784-128-64-10@64x1`.
  @Override
  public String toString() {
    return widths() + "@" + batch + "x" + threads;
  }
}
