package dev.rote.cli;

import dev.rote.store.Order;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Someone at the page who stops the first run that takes orders.
final class StopOrder {
  private StopOrder() {}

  /// Waits for a run and stops it, on a thread of its own.
  ///
  /// @param file the store, which may not be there yet
  static Thread to(Path file) {
    return Thread.ofVirtual().start(() -> give(file));
  }

  private static void give(Path file) {
    while (true) {
      if (Files.exists(file)) {
        try (RunStore store = RunStore.open(new StoreAddress.SqliteFile(file))) {
          Optional<String> run =
              store.orders().entrySet().stream()
                  .filter(entry -> entry.getValue() == Order.GO)
                  .map(Map.Entry::getKey)
                  .findFirst();
          if (run.isPresent()) {
            store.order(run.get(), Order.STOP);
            return;
          }
        }
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
