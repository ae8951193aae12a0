package dev.rote.data;

import java.util.ArrayList;
import java.util.List;

/// Writes down what a listener hears, an event a line.
final class Heard implements FetchListener {
  final List<String> lines = new ArrayList<>();

  @Override
  public void started(String what, String origin, long total) {
    lines.add("started " + what + " from " + origin + ", " + total);
  }

  @Override
  public void progressed(String what, long done, long total) {
    lines.add("progressed " + what + ", " + done + " of " + total);
  }

  @Override
  public void finished(String what) {
    lines.add("finished " + what);
  }

  @Override
  public void passedOver(String place, String reason) {
    lines.add("passed over " + place + ": " + reason);
  }
}
