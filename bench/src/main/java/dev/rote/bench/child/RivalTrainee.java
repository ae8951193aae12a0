package dev.rote.bench.child;

import java.util.Arrays;

/// Leads a rival through epochs, and counts its right answers.
final class RivalTrainee implements Trainee {
  private final Rival rival;
  private final Task task;
  private int[] order = {};
  private int at;

  RivalTrainee(Rival rival, Task task) {
    this.rival = rival;
    this.task = task;
  }

  @Override
  public String description() {
    return rival.description();
  }

  @Override
  public boolean startsAlike() {
    return rival.tellsLosses();
  }

  @Override
  public void begin(int[] order) {
    this.order = order;
    at = 0;
  }

  @Override
  public int step() {
    int size = Math.min(task.batch(), order.length - at);
    if (size > 0) {
      rival.step(Arrays.copyOfRange(order, at, at + size));
    }
    at += size;
    return size;
  }

  @Override
  public double lastLoss() {
    return rival.lastLoss();
  }

  @Override
  public double accuracy() {
    int[] guesses = rival.guesses();
    int[] wanted = task.labels(true);
    int right = 0;
    for (int i = 0; i < wanted.length; i++) {
      right += guesses[i] == wanted[i] ? 1 : 0;
    }
    return (double) right / wanted.length;
  }

  @Override
  public void close() {
    rival.close();
  }
}
