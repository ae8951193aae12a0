package dev.rote.data;

import dev.rote.fault.RoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What one search for a data set has tried so far, for the message if all of it fails.
final class Search {
  private final CatalogEntry entry;
  private final DataPlaces places;
  private final FetchListener listener;
  private final List<String> tried = new ArrayList<>();

  Search(CatalogEntry entry, DataPlaces places, FetchListener listener) {
    this.entry = entry;
    this.places = places;
    this.listener = listener;
  }

  /// A place has nothing of the data set.
  void absent(Object place, String reason) {
    tried.add(place + " (" + reason + ")");
  }

  /// A place or origin has something, but it will not do.
  void passedOver(Object place, String reason) {
    listener.passedOver(place.toString(), reason);
    absent(place, reason);
  }

  RoteException failure() {
    String files = entry.files().stream().map(CatalogFile::name).collect(Collectors.joining(", "));
    String packages =
        entry.origins().stream()
            .filter(CatalogEntry.Debian.class::isInstance)
            .map(
                origin ->
                    ", or on Debian run: apt install "
                        + ((CatalogEntry.Debian) origin).packageName())
            .collect(Collectors.joining());
    return new RoteException(
        "find data set " + entry.name(),
        "its " + entry.files().size() + " files",
        "them in no place tried: " + String.join(", ", tried),
        "copy " + files + " into " + places.cache().resolve(entry.name()) + packages);
  }
}
