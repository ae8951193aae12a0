package dev.rote.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What git says of a working folder.
///
/// @param commit the checked-out one, in hex
/// @param dirty true if files that git knows differ from it
public record GitState(String commit, boolean dirty) {
  private static final long PATIENCE_SECONDS = 3;

  /// The state of a folder; nothing if it lies in no checkout, or there is no git.
  public static Optional<GitState> of(Path folder) {
    return git(folder, "rev-parse", "--verify", "HEAD")
        .filter(commit -> commit.matches("[0-9a-f]{40,64}"))
        .flatMap(
            commit ->
                git(folder, "status", "--porcelain", "--untracked-files=no")
                    .map(changes -> new GitState(commit, !changes.isEmpty())));
  }

  /// Runs git, which is to run nothing itself and to wait for nobody.
  private static Optional<String> git(Path folder, String... words) {
    List<String> command =
        new ArrayList<>(List.of("git", "--no-optional-locks", "-c", "core.fsmonitor=false"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      CompletableFuture<Process> over =
          process
              .onExit()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .exceptionally(_ -> process.destroyForcibly());
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = over.thenCompose(Process::onExit).join().exitValue();
      return code == 0 ? Optional.of(said.strip()) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
