package dev.rote.engine;

import java.util.List;

/// Options of Java that make no difference to a result, and a large one to the time it takes.
public final class JavaOptions {

  /// For a process that trains; the launcher names the same. The collector G1 puts large arrays
  /// at the beginning of a region, so that vectors lie on whole lines of a cache; regions of 1 MiB
  /// make more arrays large; and without safepoints in counted loops, sums stay in registers. The
  /// last option tells the engine of the one before. Measured in docs/performance.md.
  public static final List<String> FAST =
      List.of(
          "-XX:+UseG1GC",
          "-XX:G1HeapRegionSize=1m",
          "-XX:-UseCountedLoopSafepoints",
          "-Drote.longLoops=true");

  private JavaOptions() {}
}
