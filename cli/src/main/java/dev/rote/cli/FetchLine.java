package dev.rote.cli;

import dev.rote.data.FetchListener;

/// Shows how data are fetched: a live line on a terminal, a line for each event elsewhere.
final class FetchLine implements FetchListener {
  private static final long MIB = 1 << 20;

  private final Output output;

  FetchLine(Output output) {
    this.output = output;
  }

  @Override
  public void started(String what, String origin, long total) {
    String size = total > 0 ? " (%.1f MiB)".formatted((double) total / MIB) : "";
    output.note("fetching " + what + size + " from " + origin);
  }

  @Override
  public void progressed(String what, long done, long total) {
    if (total > 0) {
      output.live("  %s  %3d %%".formatted(what, 100 * done / total));
    }
  }

  @Override
  public void finished(String what) {
    output.note("verified " + what);
  }

  @Override
  public void passedOver(String place, String reason) {
    output.note("passed over " + place + ": " + reason);
  }

  @Override
  public void waiting(String dataset) {
    output.note("waiting for another process that fetches " + dataset);
  }
}
