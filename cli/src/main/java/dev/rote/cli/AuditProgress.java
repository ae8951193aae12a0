package dev.rote.cli;

import dev.rote.audit.Auditor;
import dev.rote.audit.Depth;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// How far an audit is, and how long it will take: by what this process has trained and has to.
final class AuditProgress {
  private final Output output;
  private final Depth depth;
  private final boolean silent;
  private final AtomicInteger epochs = new AtomicInteger();
  private volatile int planned;
  private volatile long start;

  /// @param silent whether the plan is not to be printed
  AuditProgress(Output output, Depth depth, boolean silent) {
    this.output = output;
    this.depth = depth;
    this.silent = silent;
  }

  void planned(Auditor.Plan plan) {
    planned = plan.epochs();
    start = System.nanoTime();
    if (silent) {
      return;
    }
    String depths = depth.name().toLowerCase(Locale.ROOT);
    String text =
        plan.kept() == 0
            ? String.format(
                Locale.ROOT,
                "%s: about %.1f trainings of the recipe, %d epochs in all",
                depths,
                depth.units(),
                plan.epochs())
            : "%s: resumes: %d of %d trainings are there, %d epochs are left"
                .formatted(depths, plan.kept(), plan.trainings(), plan.epochs());
    output.print(text);
  }

  void epochDone() {
    int so = epochs.incrementAndGet();
    double seconds = (System.nanoTime() - start) / 1e9;
    Duration left = Duration.ofSeconds(Math.round(seconds / so * (planned - so)));
    output.live(so + " of " + planned + " epochs  ETA " + TextReporter.clock(left));
  }
}
