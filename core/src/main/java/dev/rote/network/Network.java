package dev.rote.network;

import dev.rote.fault.RoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A feed-forward network on paper: the width of its input and its layers in order.
///
/// It holds no numbers that are learned and does no arithmetic; engines do. Immutable.
///
/// Example: `Network.of(784).dense(128, RELU).dense(64, RELU).dense(10)`.
///
/// @param inputs width of one example
/// @param layers at least one; each takes what the one before gives
public record Network(int inputs, List<Layer> layers) {

  private static final Pattern LAYER = Pattern.compile("(\\d{1,8})(?::([a-z]+))?");

  /// @throws RoteException if there is no layer, or a layer's input width is not the width before
  // it
  public Network {
    Dense.checkWidth("inputs", inputs);
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new RoteException("network", "at least one layer", "none", "add a dense layer");
    }
    int width = inputs;
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).inputs() != width) {
        throw new RoteException(
            "network layer " + l,
            width + " inputs, the width before it",
            "" + layers.get(l).inputs(),
            "make the widths chain");
      }
      width = layers.get(l).outputs();
    }
  }

  /// Starts a network that takes examples of the given width.
  public static Builder of(int inputs) {
    return new Builder(inputs, List.of());
  }

  /// Reads the text form that [#toString] writes: `784-128:relu-64:relu-10`.
  ///
  /// @throws RoteException if the text has another form
  public static Network parse(String text) {
    String[] parts = text.strip().split("-", -1);
    Optional<Builder> builder = Optional.empty();
    for (String part : parts) {
      Matcher layer = LAYER.matcher(part);
      if (!layer.matches() || (builder.isEmpty() && layer.group(2) != null)) {
        throw malformed(text);
      }
      int width = Integer.parseInt(layer.group(1));
      builder =
          Optional.of(
              builder.isEmpty()
                  ? of(width)
                  : builder.get().dense(width, activation(text, layer.group(2))));
    }
    return builder.filter(b -> !b.layers.isEmpty()).orElseThrow(() -> malformed(text)).build();
  }

  private static Activation activation(
      String text, @org.jspecify.annotations.Nullable String word) {
    for (Activation activation : Activation.values()) {
      if (activation.word().equals(word == null ? "identity" : word)) {
        return activation;
      }
    }
    throw malformed(text);
  }

  private static RoteException malformed(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new RoteException(
        "read network", "a form like 784-128:relu-10", "\"" + shown + "\"", "correct it");
  }

  /// Width of the last layer: the number of classes.
  public int outputs() {
    return layers.getLast().outputs();
  }

  /// Numbers the network learns.
  public long parameterCount() {
    return layers.stream().mapToLong(Layer::parameterCount).sum();
  }

  /// Floating-point operations of the matrix products of one training step, per example: forward,
  /// weight gradient, and the input gradient of every layer but the first.
  public long trainingFlops() {
    long forward = layers.stream().mapToLong(Layer::forwardFlops).sum();
    return 3 * forward - layers.getFirst().forwardFlops();
  }

  /// The tensors a network learns, in order, named as in torch's `Sequential` of `Linear` layers
  /// and activation modules: `0.weight` (O, I), `0.bias` (O), `2.weight` …
  public List<TensorShape> tensors() {
    List<TensorShape> tensors = new ArrayList<>();
    int module = 0;
    for (Layer layer : layers) {
      switch (layer) {
        case Dense dense -> {
          tensors.add(
              new TensorShape(module + ".weight", List.of(dense.outputs(), dense.inputs())));
          tensors.add(new TensorShape(module + ".bias", List.of(dense.outputs())));
          module += dense.activation() == Activation.IDENTITY ? 1 : 2;
        }
      }
    }
    return List.copyOf(tensors);
  }

  /// The network in one word, `784-128:relu-64:relu-10`, which [#parse] reads back.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(inputs);
    for (Layer layer : layers) {
      switch (layer) {
        case Dense(int _, int outputs, Activation activation) -> {
          text.append('-').append(outputs);
          if (activation != Activation.IDENTITY) {
            text.append(':').append(activation.name().toLowerCase(Locale.ROOT));
          }
        }
      }
    }
    return text.toString();
  }

  /// A network under construction; each call gives a new one.
  public static final class Builder {
    private final int inputs;
    private final List<Layer> layers;

    private Builder(int inputs, List<Layer> layers) {
      this.inputs = inputs;
      this.layers = layers;
    }

    /// Adds a dense layer without activation, as a last layer should be: objectives take logits.
    public Builder dense(int outputs) {
      return dense(outputs, Activation.IDENTITY);
    }

    /// Adds a dense layer of the given width, fed by what is there so far.
    public Builder dense(int outputs, Activation activation) {
      int width = layers.isEmpty() ? inputs : layers.getLast().outputs();
      List<Layer> more = new ArrayList<>(layers);
      more.add(new Dense(width, outputs, activation));
      return new Builder(inputs, more);
    }

    /// The finished network.
    public Network build() {
      return new Network(inputs, layers);
    }
  }
}
