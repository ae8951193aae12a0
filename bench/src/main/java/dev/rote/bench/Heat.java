package dev.rote.bench;

import dev.rote.bench.child.Task;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import java.util.List;
import java.util.stream.Stream;

/// One piece of work that every system is timed on, in each of its settings.
///
/// @param network what is trained
/// @param batch examples a step
record Heat(Network network, int batch) {
  static final Network REPORT = Task.networkOf(784, 128, 64, 10);
  static final Network WIDE = Task.networkOf(784, 1024, 1024, 10);

  /// Single examples need a smaller step than means over batches do.
  private static final double SINGLE_RATE = 0.01;

  private static final double BATCH_RATE = 0.1;
  private static final double JUDGED_FLOP = 2e10;

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
  /// @param names each a heat as [#toString] writes it, or a network
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
    return batches.stream().map(batch -> new Heat(network, batch));
  }

  private boolean answersTo(String name) {
    return toString().equals(name) || widths().equals(name);
  }

  /// The learning rate.
  double rate() {
    return batch == 1 ? SINGLE_RATE : BATCH_RATE;
  }

  /// Examples that are trained on before the test pictures are judged: few of a large network.
  int judgedAfter() {
    double affordable = JUDGED_FLOP / network.trainingFlops();
    return (int) Math.max(8 * batch, Math.min(affordable, batch == 1 ? 6_000 : 12_000));
  }

  /// The network's widths: `784-128-64-10`.
  String widths() {
    return Task.widths(network);
  }

  /// Network and batch in one word: `784-128-64-10@64`.
  @Override
  public String toString() {
    return widths() + "@" + batch;
  }
}
