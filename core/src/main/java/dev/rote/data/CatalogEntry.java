package dev.rote.data;

import dev.rote.fault.RoteException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// A data set that anyone can get, and how to know that one has got it.
///
/// @param name in recipes; also the name of its folder
/// @param about where it comes from
/// @param classNames what the classes are called, in the order of the labels
/// @param files one for each role
/// @param origins where the files can be had, the best first
public record CatalogEntry(
    String name,
    About about,
    List<String> classNames,
    List<CatalogFile> files,
    List<Origin> origins) {

  /// @throws RoteException if the name is not of a-z, 0-9 and hyphens, or a role has not one file
  public CatalogEntry {
    classNames = List.copyOf(classNames);
    files = List.copyOf(files);
    origins = List.copyOf(origins);
    if (!name.matches("[a-z0-9-]+")) {
      throw new RoteException("catalog", "a name of a-z, 0-9 and hyphens", name, "rename it");
    }
    List<CatalogFile.Role> roles = files.stream().map(CatalogFile::role).sorted().toList();
    if (!roles.equals(List.of(CatalogFile.Role.values()))) {
      throw new RoteException("catalog: " + name, "a file for each role", "" + roles, "list four");
    }
  }

  /// What to tell people about a data set.
  ///
  /// @param title in words
  /// @param licence under which it may be used
  /// @param homepage of those who made it
  public record About(String title, String licence, URI homepage) {}

  /// Where files can be had.
  public sealed interface Origin {}

  /// A web site.
  ///
  /// @param base address of the folder that holds the files, with a slash at the end
  public record Web(URI base) implements Origin {
    /// @throws RoteException if the address is neither https nor http on this machine
    public Web {
      WebAddress.requireSafe(base);
    }
  }

  /// A package of Debian and its kin, had without root's help.
  public record Debian(String packageName) implements Origin {}

  /// The file of one role.
  public CatalogFile file(CatalogFile.Role role) {
    return files.stream().filter(file -> file.role() == role).findFirst().orElseThrow();
  }

  /// Bytes of all files together.
  public long size() {
    return files.stream().mapToLong(CatalogFile::size).sum();
  }

  /// The files of this data set, lying in a folder.
  DataSpec.Files in(Path folder) {
    return new DataSpec.Files(
        new DataSpec.PictureFiles(
            path(folder, CatalogFile.Role.TRAIN_IMAGES),
            path(folder, CatalogFile.Role.TRAIN_LABELS)),
        new DataSpec.PictureFiles(
            path(folder, CatalogFile.Role.HELD_OUT_IMAGES),
            path(folder, CatalogFile.Role.HELD_OUT_LABELS)));
  }

  private Path path(Path folder, CatalogFile.Role role) {
    return folder.resolve(file(role).name());
  }
}
