package dev.rote.live;

import dev.rote.data.Toy;
import dev.rote.fault.RoteException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the playground trains, with a few things chosen: the report's network on pictures, a small
/// one on points of the plane.
///
/// @param data `fashion-mnist`, or a word of [Toy]
/// @param activation of the hidden layers: relu, sigmoid or tanh
/// @param rate the learning rate
/// @param noise share of labels that are wrong
/// @param examples of the training split
/// @param epochs to train
record Choice(String data, String activation, double rate, double noise, int examples, int epochs) {
  private static final Set<String> ACTIVATIONS = Set.of("relu", "sigmoid", "tanh");
  private static final int MOST_EXAMPLES = 60_000;
  private static final int MOST_EPOCHS = 2000;
  private static final String PICTURES = "fashion-mnist";

  /// Reads what the page posted.
  ///
  /// @throws RoteException if something is missing or out of range
  static Choice of(Map<String, Object> fields) {
    if (!(fields.get("activation") instanceof String activation)
        || !ACTIVATIONS.contains(activation)) {
      throw wrong("activation", "relu, sigmoid or tanh");
    }
    if (!(fields.get("data") instanceof String data)
        || !(data.equals(PICTURES)
            || Arrays.stream(Toy.values()).anyMatch(toy -> toy.word().equals(data)))) {
      throw wrong("data", PICTURES + ", moons, spirals or xor");
    }
    return new Choice(
        data,
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
            Locale.ROOT, "play-%s-%s-%s-noise-%d", data, activation, rate, Math.round(100 * noise));
    boolean points = !data.equals(PICTURES);
    return List.of(
        "name=" + name,
        "data.name=" + data,
        "network.inputs=" + (points ? 2 : 784),
        "network.layers="
            + (points
                ? "[{dense: 16}, {dense: 16}, {dense: 2}]"
                : "[{dense: 128}, {dense: 64}, {dense: 10}]"),
        "network.activation=" + activation,
        "optimizer.rate=" + rate,
        "data.noise.share=" + noise,
        "data.limit=" + examples,
        "epochs=" + epochs);
  }
}
