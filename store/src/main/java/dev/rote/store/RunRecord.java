package dev.rote.store;

import dev.rote.data.Sha256;
import dev.rote.fault.RoteException;
import dev.rote.train.EpochStats;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// One thing that happened in a run. To write the same one twice is to write it once.
public sealed interface RunRecord {

  /// An epoch is complete and judged; written again, the later one counts.
  record Epoch(EpochStats stats) implements RunRecord {}

  /// A measurement within an epoch.
  ///
  /// @param step of the whole run, counted from 1
  /// @param name of the metric: `train_loss`
  /// @param value in the metric's unit; NaN is kept
  record Point(long step, String name, double value) implements RunRecord {}

  /// Something to tell.
  ///
  /// @param id tells it from all others of the run
  /// @param at when, to the millisecond
  /// @param kind a word: `started`, `resumed`, `failed`
  /// @param text one line
  record Event(String id, Instant at, String kind, String text) implements RunRecord {
    /// One that happens now.
    public static Event now(String kind, String text) {
      return new Event(UUID.randomUUID().toString(), Moments.now(), kind, text);
    }
  }

  /// A file the run left behind.
  ///
  /// @param kind a word: `model`, `checkpoint`
  /// @param name tells it from others of its kind
  /// @param path relative to the run's folder, with `/` between names
  /// @param bytes its length
  /// @param sha256 of its content, in hex
  record Artifact(String kind, String name, String path, long bytes, String sha256)
      implements RunRecord {

    /// A file as it is now.
    ///
    /// @param folder the run's
    /// @param file may lie outside of it
    /// @throws RoteException if it cannot be read
    public static Artifact of(String kind, Path folder, Path file) {
      Path whole = file.toAbsolutePath().normalize();
      Path from = folder.toAbsolutePath().normalize();
      String path = from.relativize(whole).toString().replace('\\', '/');
      try (InputStream in = Files.newInputStream(whole);
          DigestOutputStream out =
              new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest())) {
        long bytes = in.transferTo(out);
        String sha256 = HexFormat.of().formatHex(out.getMessageDigest().digest());
        return new Artifact(kind, "" + whole.getFileName(), path, bytes, sha256);
      } catch (IOException e) {
        throw RoteException.io("read " + path, "leave it where it is", e);
      }
    }
  }

  /// A mark that ties runs together.
  ///
  /// @param tag 1 to 100 characters on one line
  record Tag(String tag) implements RunRecord {}

  /// How the run stands from now on; the latest by its own time counts.
  ///
  /// @param status any but lost
  /// @param at when, to the millisecond
  /// @param modelSha256 of the result, if there is one
  record State(RunStatus status, Instant at, Optional<String> modelSha256) implements RunRecord {
    /// A state that begins now.
    public static State now(RunStatus status) {
      return new State(status, Moments.now(), Optional.empty());
    }
  }
}
