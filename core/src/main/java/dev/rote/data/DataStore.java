package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds, fetches and opens data sets.
///
/// A known data set is looked for in the user's folder, the cache and the system's folder, then
/// fetched into the cache: from the web, and where that fails out of a Debian package. The SHA-256
/// of every file is verified each time it is used. Damaged files in the user's folder are an error;
/// those in the cache are fetched anew. Thread-safe, if the listener is.
///
/// Example: `Split split = DataStore.standard(Optional.empty(), FetchListener.SILENT)
/// .open(DataSpec.named("fashion-mnist"), 0);`
public final class DataStore {
  private final Catalog catalog;
  private final DataPlaces places;
  private final FetchListener listener;
  private final Fetcher fetcher;

  /// What is read before it is asked for, for the first who opens.
  private final AtomicReference<@Nullable Reading> expected = new AtomicReference<>();

  /// A store of its own catalog and places.
  public DataStore(Catalog catalog, DataPlaces places, FetchListener listener) {
    this(catalog, places, listener, DebianPackage.standard());
  }

  DataStore(Catalog catalog, DataPlaces places, FetchListener listener, DebianPackage debian) {
    this.catalog = catalog;
    this.places = places;
    this.listener = listener;
    this.fetcher = new Fetcher(places, debian, listener);
  }

  /// The standard catalog in the usual places, see [DataPlaces#of].
  ///
  /// @param folder of the user, to look at first
  /// @throws RoteException if the mirror that the environment names is not a safe address
  public static DataStore standard(Optional<Path> folder, FetchListener listener) {
    return new DataStore(Catalog.standard(), DataPlaces.of(folder, System.getenv()), listener);
  }

  /// Where a data set was found.
  ///
  /// @param folder holds its files, verified
  public record Located(Place place, Path folder) {}

  /// The places that are looked at, in this order.
  public enum Place {
    FOLDER,
    CACHE,
    SYSTEM
  }

  /// The data sets that are known by name.
  public List<CatalogEntry> entries() {
    return catalog.entries();
  }

  /// Looks for a data set on this machine.
  ///
  /// @return empty if it would have to be fetched
  /// @throws RoteException if the name is unknown, or the user's folder holds damaged files of it
  public Optional<Located> locate(String name) {
    CatalogEntry entry = catalog.named(name);
    return find(entry, new Search(entry, places, listener));
  }

  /// Makes sure that a data set is in the cache.
  ///
  /// @return the folder that holds its files, verified
  /// @throws RoteException if the name is unknown, every origin fails, or the cache cannot be
  ///     written
  public Path fetch(String name) {
    CatalogEntry entry = catalog.named(name);
    Search search = new Search(entry, places, listener);
    return inPlace(Place.CACHE, places.cache(), entry, search)
        .map(Located::folder)
        .or(() -> fetcher.fetch(entry, search))
        .orElseThrow(search::failure);
  }

  /// Opens the data a recipe asks for, fetching them if need be; see [DataSpec#split].
  ///
  /// @param seed of the recipe, which random labels and pictures are drawn from
  /// @throws RoteException if the data are unknown, absent everywhere or damaged, if files of the
  ///     user do not fit together, or if labels do not fit the data's classes
  public Split open(DataSpec spec, long seed) {
    return spec.split(source(spec.source()), seed);
  }

  /// Begins to read what is likely to be opened next, if it is a known data set of which files are
  /// on this machine; fetches nothing. The next to open it finds it read, and verifies it as ever;
  /// whoever opens another has lost nothing but the work.
  ///
  /// @throws RoteException if the name is unknown
  public void expect(DataSpec.Source source) {
    if (source instanceof DataSpec.Named(String name)) {
      CatalogEntry entry = catalog.named(name);
      firstThatHoldsSome(entry).ifPresent(folder -> expected.set(Reading.begin(entry, folder)));
    }
  }

  /// Begins to open the data a recipe asks for, as [#open] does, on a thread of its own, which goes
  /// on to their fingerprints.
  ///
  /// @return waits for the data, or throws what [#open] would have thrown
  public Supplier<Split> openAhead(DataSpec spec, long seed) {
    Ahead<Split> opened = Ahead.begin(() -> open(spec, seed));
    Ahead.begin(() -> opened.get().train().fingerprint());
    return opened;
  }

  /// Opens a source alone, to cut the data of several recipes or seeds out of it.
  ///
  /// @throws RoteException if it is unknown, absent everywhere or damaged, or if files of the user
  ///     do not fit together
  public DataSource source(DataSpec.Source source) {
    return switch (source) {
      case DataSpec.Named(String name) -> stored(openNamed(catalog.named(name)));
      case DataSpec.Files files -> stored(PictureReader.read(files));
      case DataSpec.Tables tables -> TableReader.read(tables);
      case DataSpec.Noise _ -> NoisePictures::first;
      case DataSpec.Points(Toy toy) -> toy::first;
    };
  }

  /// The files of pictures and labels that a source is read from, if it is of such files and they
  /// are on this machine.
  ///
  /// @throws RoteException if the source is unknown
  public Optional<DataSpec.Files> files(DataSpec.Source source) {
    return switch (source) {
      case DataSpec.Named(String name) ->
          locate(name).map(found -> catalog.named(name).in(found.folder()));
      case DataSpec.Files files -> Optional.of(files);
      case DataSpec.Tables _, DataSpec.Noise _, DataSpec.Points _ -> Optional.empty();
    };
  }

  private static DataSource stored(Split whole) {
    return (limit, heldOutLimit, _) ->
        new Split(whole.train().first(limit), whole.heldOut().first(heldOutLimit));
  }

  /// Files are read while they are verified; what was read out of files that turn out not to be
  /// sound is not looked at.
  private Split openNamed(CatalogEntry entry) {
    Optional<Path> likely = firstThatHoldsSome(entry);
    Optional<Reading> reading = likely.map(folder -> reading(entry, folder));
    Search search = new Search(entry, places, listener);
    Optional<Path> found = find(entry, search).map(Located::folder);
    if (found.isPresent() && found.equals(likely)) {
      return reading.orElseThrow().split().get();
    }
    return read(entry, found.or(() -> fetcher.fetch(entry, search)).orElseThrow(search::failure));
  }

  private Reading reading(CatalogEntry entry, Path folder) {
    Reading begun = expected.getAndSet(null);
    return begun != null && begun.isOf(entry, folder) ? begun : Reading.begin(entry, folder);
  }

  /// A data set that is being read out of a folder.
  private record Reading(CatalogEntry entry, Path folder, Ahead<Split> split) {

    static Reading begin(CatalogEntry entry, Path folder) {
      return new Reading(entry, folder, Ahead.begin(() -> read(entry, folder)));
    }

    boolean isOf(CatalogEntry entry, Path folder) {
      return this.entry.equals(entry) && this.folder.equals(folder);
    }
  }

  private static Split read(CatalogEntry entry, Path folder) {
    return PictureReader.read(entry.name(), entry.in(folder), entry.classNames());
  }

  private Optional<Path> firstThatHoldsSome(CatalogEntry entry) {
    String name = entry.name();
    return Stream.concat(
            places.folder().stream().flatMap(folder -> Stream.of(folder.resolve(name), folder)),
            Stream.of(places.cache().resolve(name), places.system().resolve(name)))
        .filter(folder -> holdsSome(folder, entry))
        .findFirst();
  }

  private Optional<Located> find(CatalogEntry entry, Search search) {
    return places
        .folder()
        .flatMap(folder -> inFolder(folder, entry, search))
        .or(() -> inPlace(Place.CACHE, places.cache(), entry, search))
        .or(() -> inPlace(Place.SYSTEM, places.system(), entry, search));
  }

  private static Optional<Located> inFolder(Path folder, CatalogEntry entry, Search search) {
    Path nested = folder.resolve(entry.name());
    Path candidate = holdsSome(nested, entry) ? nested : folder;
    if (!holdsSome(candidate, entry)) {
      search.absent(folder, "none of its files");
      return Optional.empty();
    }
    for (CatalogFile file : entry.files()) {
      Path copy = candidate.resolve(file.name());
      file.flaw(copy)
          .ifPresent(
              flaw -> {
                throw new RoteException(
                    "verify " + copy,
                    file.wanted(),
                    flaw,
                    "copy the file anew, or name another folder");
              });
    }
    return Optional.of(new Located(Place.FOLDER, candidate));
  }

  private static boolean holdsSome(Path folder, CatalogEntry entry) {
    return entry.files().stream().anyMatch(file -> Files.exists(folder.resolve(file.name())));
  }

  private static Optional<Located> inPlace(
      Place place, Path parent, CatalogEntry entry, Search search) {
    Path folder = parent.resolve(entry.name());
    if (!holdsSome(folder, entry)) {
      search.absent(folder, "none of its files");
      return Optional.empty();
    }
    for (CatalogFile file : entry.files()) {
      Path copy = folder.resolve(file.name());
      Optional<String> flaw = file.flaw(copy);
      if (!Files.exists(copy)) {
        search.absent(folder, "no " + file.name());
        return Optional.empty();
      }
      if (flaw.isPresent()) {
        search.passedOver(copy, "expected " + file.wanted() + ", found " + flaw.get());
        return Optional.empty();
      }
    }
    return Optional.of(new Located(place, folder));
  }
}
