package dev.rote.cli;

import dev.rote.engine.JavaOptions;
import dev.rote.fault.RoteException;
import dev.rote.live.Playground;
import dev.rote.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Trainings that the page asked for: each `rote train` in a process of its own, one at a time,
/// asked to save and end when the page is closed.
final class ChildTraining implements Playground, AutoCloseable {
  private final String store;
  private final List<Process> children = new CopyOnWriteArrayList<>();

  /// @param store as the user wrote it; it may have a password in it, so it goes by the environment
  ChildTraining(String store) {
    this.store = store;
  }

  @Override
  public synchronized void train(List<String> keys) {
    if (children.stream().anyMatch(Process::isAlive)) {
      throw new RoteException("play", "no run of the playground", "one", "stop it, or wait for it");
    }
    try {
      Path recipe = Files.createTempFile("rote-play-", ".yaml");
      recipe.toFile().deleteOnExit();
      Path _ = Files.writeString(recipe, "batch: 32\n");
      children.add(process(recipe, keys).start());
    } catch (IOException e) {
      throw RoteException.io("start a training", "see that Java can be started", e);
    }
  }

  /// This program again.
  private ProcessBuilder process(Path recipe, List<String> keys) {
    String modules = System.getProperty("jdk.module.path", "");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    words.addAll(JavaOptions.FAST);
    if (modules.isEmpty()) {
      words.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      words.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
      words.add(Main.class.getName());
    } else {
      words.add("--enable-native-access=org.xerial.sqlitejdbc");
      words.addAll(List.of("--module-path", modules));
      words.addAll(List.of("-m", "dev.rote.cli/" + Main.class.getName()));
    }
    Path folder = RunFolder.unused(Path.of("rote-runs", keys.getFirst().replace("name=", "")));
    words.addAll(List.of("train", recipe.toString(), "-q", "--out", folder.toString()));
    words.addAll(keys);
    ProcessBuilder process =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    process.environment().put("ROTE_STORE", store);
    return process;
  }

  @Override
  public void close() {
    children.forEach(Process::destroy);
  }
}
