package dev.rote.live;

import dev.rote.fault.RoteException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the playground trains: the report's network with a few things chosen.
///
/// @param activation of the hidden layers: relu, sigmoid or tanh
/// @param rate the learning rate
/// @param noise share of labels that are wrong
/// @param examples of the training split
/// @param epochs to train
record Choice(String activation, double rate, double noise, int examples, int epochs) {
  private static final Set<String> ACTIVATIONS = Set.of("relu", "sigmoid", "tanh");
  private static final int MOST_EXAMPLES = 60_000;
  private static final int MOST_EPOCHS = 200;

  /// Reads what the page posted.
  ///
  /// @throws RoteException if something is missing or out of range
  static Choice of(Map<String, Object> fields) {
    if (!(fields.get("activation") instanceof String activation)
        || !ACTIVATIONS.contains(activation)) {
      throw wrong("activation", "relu, sigmoid or tanh");
    }
    return new Choice(
        activation,
        number(fields, "rate", 1e-5, 10),
        number(fields, "noise", 0, 1),
        (int) number(fields, "examples", 10, MOST_EXAMPLES),
        (int) number(fields, "epochs", 1, MOST_EPOCHS));
  }

  private static double number(Map<String, Object> fields, String name, double low, double high) {
    if (fields.get(name) instanceof Number number
        && number.doubleValue() >= low
        && number.doubleValue() <= high) {
      return number.doubleValue();
    }
    throw wrong(name, "a number from " + low + " to " + high);
  }

  private static RoteException wrong(String name, String expected) {
    return new RoteException("play", name + ": " + expected, "something else", "choose again");
  }

  List<String> keys() {
    String name =
        String.format(
            Locale.ROOT, "play-%s-%s-noise-%d", activation, rate, Math.round(100 * noise));
    return List.of(
        "name=" + name,
        "network.layers.0.activation=" + activation,
        "network.layers.1.activation=" + activation,
        "optimizer.rate=" + rate,
        "data.noise.share=" + noise,
        "data.limit=" + examples,
        "epochs=" + epochs);
  }
}
