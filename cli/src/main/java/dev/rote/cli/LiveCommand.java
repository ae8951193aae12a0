package dev.rote.cli;

import dev.rote.live.LivePage;
import dev.rote.store.StoreAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rote live`.
@Command(
    name = "live",
    description = "Shows the runs of a store in a browser, while they train and after.",
    footer = {"", "Example: rote live --port 7070", "Ctrl-C closes the page; no run minds."})
final class LiveCommand implements Callable<Integer> {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Output output;
  private final Interrupt interrupt;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private StoreOptions stores = new StoreOptions();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Listen there, on 127.0.0.1; any free port if not given.")
  private int port;

  @Option(names = "--no-browser", description = "Print the address and open nothing.")
  private boolean noBrowser;

  LiveCommand(Output output, Interrupt interrupt) {
    this.output = output;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() {
    StoreAddress store = stores.address();
    try (ChildTraining trainings = new ChildTraining(stores.text());
        LivePage page = LivePage.open(store, port, data.store(output), Optional.of(trainings))) {
      output.print("store    " + store);
      output.print("page     " + page.url());
      output.flush();
      interrupt.protect();
      if (!noBrowser) {
        Browser.open(page.url());
      }
      while (!interrupt.requested()) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
    return 0;
  }
}
