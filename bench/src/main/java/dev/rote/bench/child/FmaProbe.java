package dev.rote.bench.child;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// How many single-precision operations a second the processor's multiply-adds can do: the height
/// of every roofline. A process of its own measures one vector width, so that the width is a
/// constant to the compiler.
/*
 * Twelve sums of products that live in registers alone. A multiply-add takes 4 or 5 cycles and two
 * begin in each, so 8 to 10 chains keep the units busy; twelve and the two factors take 14 of the 16
 * registers that processors without AVX-512 have. The chain goes through the term that is added, as
 * in a matrix product: through a factor, C2 copies a register for every operation. The products are
 * 1e-10: no sum overflows or becomes denormal.
 */
public final class FmaProbe {
  private static final VectorSpecies<Float> S =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Integer.getInteger("bits")));

  private static final int CHAINS = 12;
  private static final float FACTOR = 1e-5f;
  private static final int WARM_UP = 20_000;
  private static final long LONGEST_WARM_UP = 1_000_000_000L;
  private static final int WARM_ROUNDS = 64;
  private static final double TRIAL_SECONDS = 0.005;
  private static final int TRIALS = 60;

  private FmaProbe() {}

  /// Prints a line for each number of threads: `gflops THREADS VALUE`, what a quarter of the trials
  /// exceed: other programs slow some down, and the clock's jumps flatter a few.
  /// Prints nothing about vectors that are wider than the processor's.
  ///
  /// @param arguments the numbers of threads
  /// @throws InterruptedException if somebody interrupts it
  public static void main(String[] arguments) throws InterruptedException {
    if (S.length() > FloatVector.SPECIES_PREFERRED.length()) {
      return;
    }
    float kept = 0;
    long until = System.nanoTime() + LONGEST_WARM_UP;
    for (int i = 0; i < WARM_UP && System.nanoTime() < until; i++) {
      kept += chains(WARM_ROUNDS, FACTOR);
    }
    int rounds = roundsOfATrial();
    for (String threads : arguments) {
      System.out.println("gflops " + threads + " " + sustained(Integer.parseInt(threads), rounds));
    }
    // Never so; the compiler does not know.
    System.exit(Float.isNaN(kept) ? 1 : 0);
  }

  private static int roundsOfATrial() {
    int rounds = WARM_ROUNDS;
    double seconds = 0;
    while (seconds < TRIAL_SECONDS) {
      rounds *= 2;
      seconds = new Trial(rounds).seconds();
    }
    return rounds;
  }

  private static double sustained(int threads, int rounds) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<List<Trial>> trials = new ArrayList<>();
    List<Thread> team = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      List<Trial> own = new ArrayList<>();
      trials.add(own);
      team.add(Thread.ofPlatform().start(() -> run(start, rounds, own)));
    }
    for (Thread thread : team) {
      thread.join();
    }
    double flops = 2.0 * S.length() * CHAINS * rounds * threads;
    double[] speeds = new double[TRIALS];
    for (int i = 0; i < TRIALS; i++) {
      int trial = i;
      long from = trials.stream().mapToLong(own -> own.get(trial).started).min().orElseThrow();
      long to = trials.stream().mapToLong(own -> own.get(trial).ended).max().orElseThrow();
      speeds[i] = flops / (to - from);
    }
    Arrays.sort(speeds);
    return speeds[TRIALS * 3 / 4];
  }

  private static void run(CyclicBarrier start, int rounds, List<Trial> trials) {
    try {
      for (int i = 0; i < TRIALS; i++) {
        start.await();
        trials.add(new Trial(rounds));
      }
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("nobody interrupts the probe", e);
    }
  }

  /// One run of the chains.
  private static final class Trial {
    private final long started;
    private final long ended;
    private final float result;

    Trial(int rounds) {
      started = System.nanoTime();
      result = chains(rounds, FACTOR);
      ended = System.nanoTime();
    }

    double seconds() {
      // Reading the result keeps the chains from being optimised away.
      return Float.isNaN(result) ? 0 : (ended - started) / 1e9;
    }
  }

  private static float chains(int rounds, float factor) {
    FloatVector b = FloatVector.broadcast(S, factor);
    FloatVector c = FloatVector.broadcast(S, FACTOR);
    FloatVector a0 = FloatVector.broadcast(S, 12);
    FloatVector a1 = FloatVector.broadcast(S, 1);
    FloatVector a2 = FloatVector.broadcast(S, 2);
    FloatVector a3 = FloatVector.broadcast(S, 3);
    FloatVector a4 = FloatVector.broadcast(S, 4);
    FloatVector a5 = FloatVector.broadcast(S, 5);
    FloatVector a6 = FloatVector.broadcast(S, 6);
    FloatVector a7 = FloatVector.broadcast(S, 7);
    FloatVector a8 = FloatVector.broadcast(S, 8);
    FloatVector a9 = FloatVector.broadcast(S, 9);
    FloatVector a10 = FloatVector.broadcast(S, 10);
    FloatVector a11 = FloatVector.broadcast(S, 11);
    for (int r = 0; r < rounds; r++) {
      a0 = b.fma(c, a0);
      a1 = b.fma(c, a1);
      a2 = b.fma(c, a2);
      a3 = b.fma(c, a3);
      a4 = b.fma(c, a4);
      a5 = b.fma(c, a5);
      a6 = b.fma(c, a6);
      a7 = b.fma(c, a7);
      a8 = b.fma(c, a8);
      a9 = b.fma(c, a9);
      a10 = b.fma(c, a10);
      a11 = b.fma(c, a11);
    }
    return a0.add(a1.add(a2))
        .add(a3.add(a4.add(a5)))
        .add(a6.add(a7.add(a8)))
        .add(a9.add(a10.add(a11)))
        .reduceLanes(VectorOperators.ADD);
  }
}
