package dev.rote.cli;

import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.reproduce.Study;
import java.util.List;
import java.util.Optional;

/// The engines that `rote reproduce` trains the report's questions on.
///
/// @param one names of those for question 1
/// @param two names of those for question 2
record ReproduceEngines(List<String> one, List<String> two) {
  private static final String TORCH = "torch";
  private static final String BOTH = "both";

  /// @param asked what the user named, if anything; without it torch is taken where it is usable
  /// @param installed the engines to take torch from
  /// @throws RoteException if an engine that was named is not installed or not usable
  static ReproduceEngines of(Optional<String> asked, List<Engine> installed, Output output) {
    List<String> one = List.of(Study.OWN_ENGINE);
    List<String> two = List.of(Study.OWN_ENGINE, TORCH);
    if (asked.isPresent()) {
      one = asked.get().equals(BOTH) ? two : List.of(asked.get());
      two = one;
    } else {
      Optional<String> lack = lack(installed);
      if (lack.isPresent()) {
        output.note("question 2 runs on " + Study.OWN_ENGINE + " alone: " + lack.get());
        two = one;
      }
    }
    for (String name : two) {
      Engine engine = Engines.named(name);
      engine.description(Resources.single(1));
      engine.warning().ifPresent(output::note);
    }
    return new ReproduceEngines(one, two);
  }

  /// Why torch cannot be used, if it cannot.
  private static Optional<String> lack(List<Engine> installed) {
    Optional<Engine> torch =
        installed.stream().filter(engine -> engine.name().equals(TORCH)).findFirst();
    if (torch.isEmpty()) {
      return Optional.of("the engine " + TORCH + " is not installed");
    }
    try {
      torch.get().description(Resources.single(1));
      return Optional.empty();
    } catch (RoteException e) {
      return Optional.of("" + e.getMessage());
    }
  }
}
