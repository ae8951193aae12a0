package dev.rote.engine;

import dev.rote.fault.RoteException;
import dev.rote.fault.Suggestion;
import java.util.List;
import java.util.ServiceLoader;

/// The engines that are installed.
public final class Engines {
  /// The engines that this project makes, each a module of its own.
  private static final List<String> OURS = List.of("jvm", "torch");

  private Engines() {}

  /// Every engine on the module or class path.
  public static List<Engine> all() {
    return ServiceLoader.load(Engine.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /// The engine of that name.
  ///
  /// @throws RoteException if it is not installed, naming those that are and how to add one
  public static Engine named(String name) {
    List<Engine> engines = all();
    return engines.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RoteException(
                    "choose an engine",
                    "one of " + engines.stream().map(Engine::name).sorted().toList(),
                    "\"" + name + "\"",
                    help(name)));
  }

  private static String help(String name) {
    return OURS.contains(name)
        ? "put rote-" + name + " and what it needs on the module path, as the program rote does"
        : Suggestion.didYouMean(name, OURS);
  }
}
