package dev.rote.bench;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the processor's single-precision multiply-adds come to at best, in GFLOP/s, by threads: the
/// highest that any vector width reached. A multiply-add is two operations.
///
/// @param gflops by number of threads
public record Peak(SortedMap<Integer, Double> gflops) {
  private static final List<Integer> WIDTHS = List.of(128, 256, 512);
  private static final Pattern SPACE = Pattern.compile(" ");

  /// Measures it, a process for each vector width: some seconds.
  ///
  /// @throws RoteException if no width can be measured
  public static Peak measure(int cores) {
    SortedMap<Integer, Double> best = new TreeMap<>();
    for (int bits : WIDTHS) {
      probe(bits, cores).forEach((threads, value) -> best.merge(threads, value, Math::max));
    }
    if (best.isEmpty()) {
      String help = "run it on a processor with fused multiply-add";
      throw new RoteException("measure the peak", "a vector width that works", "none", help);
    }
    return new Peak(best);
  }

  /// The higher of both, by threads: a machine is not faster than its peak.
  Peak or(Peak other) {
    SortedMap<Integer, Double> best = new TreeMap<>(gflops);
    other.gflops.forEach((threads, value) -> best.merge(threads, value, Math::max));
    return new Peak(best);
  }

  /// With so many threads, or with all that were measured.
  public double of(int threads) {
    return gflops.getOrDefault(threads, all());
  }

  /// With all threads.
  double all() {
    return gflops.sequencedValues().getLast();
  }

  private static SortedMap<Integer, Double> probe(int bits, int cores) {
    SortedMap<Integer, Double> measured = new TreeMap<>();
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-Dbits=" + bits, "dev.rote.bench.child.FmaProbe"));
    Stream.of(1, cores).distinct().forEach(threads -> words.add("" + threads));
    try {
      Process process =
          new ProcessBuilder(Entrants.java(words))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .map(SPACE::split)
          .filter(line -> line[0].equals("gflops"))
          .forEach(line -> measured.put(Integer.valueOf(line[1]), Double.valueOf(line[2])));
    } catch (IOException e) {
      throw RoteException.io("measure the peak", "check the JDK", e);
    }
    return measured;
  }
}
