package dev.rote.train;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a checkpoint file says in words: all but the tensors. Numbers are Java's shortest decimals,
/// which read back to the same bits.
///
/// @param fields by name
record CheckpointText(SortedMap<String, String> fields) {

  /// The words for a checkpoint.
  static SortedMap<String, String> of(Checkpoint checkpoint) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("recipe", checkpoint.recipe());
    fields.put("data", checkpoint.data());
    fields.put("epoch", "" + checkpoint.epoch());
    fields.put("step-in-epoch", "" + checkpoint.stepInEpoch());
    fields.put("loss-sum", "" + checkpoint.folded().lossSum());
    fields.put("correct", "" + checkpoint.folded().correct());
    fields.put("examples", "" + checkpoint.folded().examples());
    fields.put(
        "history",
        checkpoint.history().stream().map(CheckpointText::line).collect(Collectors.joining(";")));
    fields.put("optimizer-steps", "" + checkpoint.state().steps());
    fields.put("slots", String.join(",", checkpoint.state().slots().keySet()));
    return fields;
  }

  private static String line(EpochStats stats) {
    return Stream.of(
            stats.epoch(),
            stats.trainLoss(),
            stats.trainAccuracy(),
            stats.heldOutLoss(),
            stats.heldOutAccuracy(),
            stats.examplesPerSecond(),
            stats.seconds())
        .map(Object::toString)
        .collect(Collectors.joining(","));
  }

  /// Names of the optimiser's slots.
  ///
  /// @throws IllegalArgumentException here and below if a field is missing or no number
  List<String> slots() {
    return parts("slots", ",");
  }

  /// The checkpoint these words and tensors make.
  Checkpoint checkpoint(
      Parameters weights, SequencedMap<String, Parameters> slots, Optional<Parameters> recorded) {
    return new Checkpoint(
        text("recipe"),
        text("data"),
        Math.toIntExact(whole("epoch")),
        whole("step-in-epoch"),
        new Checkpoint.Folded(
            Double.parseDouble(text("loss-sum")), whole("correct"), whole("examples")),
        parts("history", ";").stream().map(CheckpointText::stats).toList(),
        weights,
        new OptimizerState(whole("optimizer-steps"), slots),
        recorded);
  }

  private static EpochStats stats(String line) {
    String[] parts = line.split(",", -1);
    if (parts.length != 7) {
      throw new IllegalArgumentException("history " + line);
    }
    double[] numbers = Stream.of(parts).skip(1).mapToDouble(Double::parseDouble).toArray();
    return new EpochStats(
        Integer.parseInt(parts[0]),
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5]);
  }

  private List<String> parts(String key, String separator) {
    String text = text(key);
    return text.isEmpty() ? List.of() : List.of(text.split(separator, -1));
  }

  private long whole(String key) {
    return Long.parseLong(text(key));
  }

  private String text(String key) {
    return Optional.ofNullable(fields.get(key))
        .orElseThrow(() -> new IllegalArgumentException("no " + key));
  }
}
