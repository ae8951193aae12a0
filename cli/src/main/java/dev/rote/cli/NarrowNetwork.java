package dev.rote.cli;

import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Layer;
import dev.rote.network.Network;

/// The same layers and activations, none wider than a few units: rounding bounds grow with width,
/// so a small mistake that they would hide in a wide network shows in a narrow one.
final class NarrowNetwork {
  private static final int WIDEST = 9;

  private NarrowNetwork() {}

  static Network of(Network network) {
    Network.Builder narrow = Network.of(Math.min(network.inputs(), WIDEST));
    for (Layer layer : network.layers()) {
      switch (layer) {
        case Dense(int _, int outputs, Activation activation) ->
            narrow = narrow.dense(Math.min(outputs, WIDEST), activation);
      }
    }
    return narrow.build();
  }
}
