package dev.rote.runs;

import dev.rote.data.Sha256;
import dev.rote.fault.RoteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The files that a run left: what became of them, and how to be rid of them.
///
/// What names them may have been written by another than the user whose disk it is, a team's store
/// for one, so names that lead out of the folder, by `..` or by a link, name nothing here.
/// Stateless.
public final class RunFiles {
  private RunFiles() {}

  /// What became of a file.
  public enum State {
    /// It is there, with the length it had.
    THERE,
    /// It is there with the bytes it had: the SHA-256 says so.
    UNCHANGED,
    /// It is there, and is not what it was.
    CHANGED,
    /// It is not there.
    GONE;

    /// As people read it: "unchanged".
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Looks after a file.
  ///
  /// @param path relative to the folder
  /// @param bytes its length when it was written
  public static State look(Path folder, String path, long bytes) {
    if (!isWithin(folder, path)) {
      return State.GONE;
    }
    try {
      return Files.size(folder.resolve(path)) == bytes ? State.THERE : State.CHANGED;
    } catch (IOException _) {
      return State.GONE;
    }
  }

  /// Looks into a file, which takes as long as reading it does.
  ///
  /// @param sha256 of its content when it was written, in hex
  /// @throws RoteException if it is there and cannot be read
  public static State verify(Path folder, String path, String sha256) {
    if (!isWithin(folder, path)) {
      return State.GONE;
    }
    return sha256(folder.resolve(path)).equals(sha256) ? State.UNCHANGED : State.CHANGED;
  }

  /// The SHA-256 of a file, in hex.
  ///
  /// @throws RoteException if it cannot be read
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file);
        DigestOutputStream out =
            new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest())) {
      long _ = in.transferTo(out);
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (IOException e) {
      throw RoteException.io("read " + file, "give a readable file", e);
    }
  }

  /// Whether a name is that of a file in the folder, or below it, that no link leads to.
  private static boolean isWithin(Path folder, String path) {
    Path relative;
    try {
      relative = Path.of(path);
    } catch (InvalidPathException _) {
      return false;
    }
    Path place = folder;
    for (Path name : relative) {
      if (name.toString().equals("..") || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      place = place.resolve(name);
    }
    return !relative.isAbsolute() && Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS);
  }

  /// Deletes a run's files: those that every run has, under the names that [RunFolder] gives them,
  /// and further ones that still have the bytes the run wrote. What else is in the folder stays,
  /// and so does the folder then. The recipe goes last, so that a call that fails can be repeated.
  ///
  /// @param recipe the run's, as it was written: a folder with another one is another run's
  /// @param artifacts further files: SHA-256 by path relative to the folder
  /// @return what was deleted, relative to the folder; nothing if there is no run in it
  /// @throws RoteException if the folder holds another run, a process trains in it, or a file
  ///     cannot be deleted
  public static List<String> delete(Path folder, String recipe, Map<String, String> artifacts) {
    if (!isWithin(folder, RunFolder.RECIPE)) {
      return List.of();
    }
    requireRecipe(folder, recipe);
    List<String> deleted = new ArrayList<>();
    try (RunLock _ = RunFolder.open(folder).lock()) {
      artifacts.forEach(
          (path, sha256) -> {
            if (verify(folder, path, sha256) == State.UNCHANGED) {
              deleteWithin(folder, path, deleted);
            }
          });
      for (String name :
          List.of(
              RunFolder.MODEL,
              RunFolder.BEST,
              Judgement.EXAMPLES,
              Judgement.CONFUSION,
              RunFolder.SCORES,
              RunFolder.CHECKPOINT,
              RunFolder.METRICS,
              RunFolder.PROVENANCE,
              RunFolder.RECIPE)) {
        deleteWithin(folder, name, deleted);
      }
      deleteIfEmpty(folder.resolve(RunFolder.CHECKPOINTS));
    }
    deleteWithin(folder, RunLock.FILE, new ArrayList<>());
    deleteIfEmpty(folder);
    return deleted;
  }

  private static void requireRecipe(Path folder, String recipe) {
    Path file = folder.resolve(RunFolder.RECIPE);
    byte[] wanted = recipe.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      if (MessageDigest.isEqual(in.readNBytes(wanted.length + 1), wanted)) {
        return;
      }
    } catch (IOException e) {
      throw RoteException.io("read " + file, "delete the folder by hand", e);
    }
    throw new RoteException(
        "delete " + folder, "the run's recipe in it", "another one", "look into it first");
  }

  private static void deleteWithin(Path folder, String path, List<String> deleted) {
    if (!isWithin(folder, path)) {
      return;
    }
    try {
      if (Files.deleteIfExists(folder.resolve(path))) {
        deleted.add(path);
      }
    } catch (IOException e) {
      throw RoteException.io("delete " + folder.resolve(path), "make the folder writable", e);
    }
  }

  private static void deleteIfEmpty(Path folder) {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(folder);
      }
    } catch (DirectoryNotEmptyException _) {
      // What else is in it is the user's.
    } catch (IOException e) {
      throw RoteException.io("delete " + folder, "make the folder around it writable", e);
    }
  }
}
