package dev.rote.bench.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// How far two cores are apart: nanoseconds a line of the cache that it takes one to write what the
/// other has read. A process of its own, which sleeps between two measurements.
/*
 * Two threads take turns at 200 kB, which fits the second cache of every core and no first one: one
 * writes all of it, the other reads all of it. Before a core may write a line that another one has,
 * it must have that one drop it; how long this takes is the distance. A core reads ahead, so that
 * reading shows less of it. Writes are timed, and of a measurement's the median is the answer.
 *
 * If both threads share a core, since something else has the other, lines never leave its cache,
 * and cores would seem nearer than they can be. Two signs tell such a turn, which does not count: a
 * thread that spins holds the core for a millisecond or more before the other has it, where a turn
 * takes 0.01 when near and 0.04 when far; and writing takes no longer than lines do that nobody has
 * read. A measurement goes on until others come to 20 ms.
 */
public final class ExchangeProbe {
  private static final int FLOATS_OF_A_LINE = 16;
  private static final int LINES = 3200;
  private static final int WARM_UP = 20_000;
  private static final int WARM_MEASUREMENTS = 10;
  private static final long MEASUREMENT_NANOS = 20_000_000;
  private static final long LONGEST_MEASUREMENT_NANOS = 500_000_000;
  private static final long LONGEST_TURN_NANOS = 400_000;
  private static final int MOST_TURNS = 10_000;

  /// Lines that another core has read take several times as long to write as one's own.
  private static final double LEAST_RATIO = 3;

  private static final int WRITE = 0;
  private static final int READ = 1;
  private static final int END = 2;

  private final float[] shared = new float[LINES * FLOATS_OF_A_LINE];
  private final AtomicInteger next = new AtomicInteger(WRITE);
  private final double[] lineNanos = new double[MOST_TURNS];
  private float read;

  /// What a line takes that nobody has read.
  private double ownLineNanos;

  private ExchangeProbe() {}

  /// Answers each line of input with `exchange NANOS`, measured for 20 ms; `Infinity` if other
  /// programs left less than that of both cores in half a second. Ends when its input does.
  ///
  /// @param arguments none
  /// @throws IOException if the race is gone
  /// @throws InterruptedException if somebody interrupts it
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ExchangeProbe probe = new ExchangeProbe();
    for (int i = 0; i < WARM_UP; i++) {
      write(probe.shared, i);
      probe.read += sum(probe.shared);
    }
    probe.ownLineNanos = probe.writeOwn();
    for (int i = 0; i < WARM_MEASUREMENTS; i++) {
      double _ = probe.measure();
    }
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (asked.readLine() != null) {
      System.out.println("exchange " + probe.measure());
    }
    // Never so; the compiler does not know.
    System.exit(Float.isNaN(probe.read) ? 1 : 0);
  }

  private double writeOwn() {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      long started = System.nanoTime();
      write(shared, turn);
      lineNanos[turn] = (double) (System.nanoTime() - started) / LINES;
    }
    Arrays.sort(lineNanos);
    return lineNanos[MOST_TURNS / 2];
  }

  private double measure() throws InterruptedException {
    Thread reader = Thread.ofPlatform().start(this::readInTurns);
    int turns = 0;
    long counted = 0;
    long until = System.nanoTime() + LONGEST_MEASUREMENT_NANOS;
    long ended;
    do {
      long begun = System.nanoTime();
      next.set(READ);
      while (next.get() != WRITE) {
        Thread.onSpinWait();
      }
      long started = System.nanoTime();
      write(shared, turns);
      ended = System.nanoTime();
      double line = (double) (ended - started) / LINES;
      if (ended - begun < LONGEST_TURN_NANOS && line >= LEAST_RATIO * ownLineNanos) {
        lineNanos[turns++] = line;
        counted += ended - begun;
      }
    } while (counted < MEASUREMENT_NANOS && ended < until && turns < MOST_TURNS);
    next.set(END);
    reader.join();
    next.set(WRITE);
    Arrays.sort(lineNanos, 0, turns);
    return counted < MEASUREMENT_NANOS && turns < MOST_TURNS
        ? Double.POSITIVE_INFINITY
        : lineNanos[turns / 2];
  }

  private void readInTurns() {
    int now = next.get();
    while (now != END) {
      if (now == READ) {
        read += sum(shared);
        next.set(WRITE);
      }
      Thread.onSpinWait();
      now = next.get();
    }
  }

  private static void write(float[] values, float value) {
    for (int i = 0; i < values.length; i++) {
      values[i] = value;
    }
  }

  private static float sum(float[] values) {
    float a = 0;
    float b = 0;
    for (int i = 0; i < values.length; i += 2 * FLOATS_OF_A_LINE) {
      a += values[i];
      b += values[i + FLOATS_OF_A_LINE];
    }
    return a + b;
  }
}
