package dev.rote.cli;

import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Layer;
import dev.rote.network.Network;
import java.util.Locale;

/// The network as a table: shapes, parameters, and the arithmetic of one example.
final class ModelSummary {
  private ModelSummary() {}

  static String of(Network network) {
    Table table = new Table().row("layer", "input", "output", "parameters", "forward FLOPs");
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      table.row(
          l + " " + name(layer),
          "" + layer.inputs(),
          "" + layer.outputs(),
          grouped(layer.parameterCount()),
          grouped(layer.forwardFlops()));
    }
    long forward = network.layers().stream().mapToLong(Layer::forwardFlops).sum();
    table.row("total", "", "", grouped(network.parameterCount()), grouped(forward));
    return table + "\n" + grouped(network.trainingFlops()) + " FLOPs to learn from one example";
  }

  private static String name(Layer layer) {
    return switch (layer) {
      case Dense(int _, int _, Activation activation) ->
          activation == Activation.IDENTITY ? "dense" : "dense, " + activation.word();
    };
  }

  /// 109386 as 109,386.
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
