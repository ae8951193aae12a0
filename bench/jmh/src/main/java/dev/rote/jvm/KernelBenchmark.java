package dev.rote.jvm;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One kernel in one role; what it works on is written, so that nothing is optimised away.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {

  /// A role and a size: `FORWARD:64x784x128`.
  @Param("FORWARD:64x784x128")
  public String what = "";

  private Runnable run = () -> {};

  @Setup
  public void prepare() {
    run = workOf(what).run();
  }

  static Role.Work workOf(String what) {
    String[] parts = what.split(":", -1);
    return Role.valueOf(parts[0]).work(KernelChoice.named("auto"), Role.Size.parse(parts[1]));
  }

  @Benchmark
  public void kernel() {
    run.run();
  }
}
