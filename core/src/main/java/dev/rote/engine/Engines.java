package dev.rote.engine;

import dev.rote.fault.RoteException;
import java.util.List;
import java.util.ServiceLoader;

/// The engines that are installed.
public final class Engines {

  private Engines() {}

  /// Every engine on the module or class path.
  public static List<Engine> all() {
    return ServiceLoader.load(Engine.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /// The engine of that name.
  ///
  /// @throws RoteException if it is not installed, naming those that are
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
                    "name an installed engine or add its jar"));
  }
}
