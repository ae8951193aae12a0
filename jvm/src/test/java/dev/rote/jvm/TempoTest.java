package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TempoTest {
  private static final int STEPS = 100_000;

  @Test
  void isTogether_aloneIsFaster_isAloneFromTheFirstTrialOn() {
    Tempo tempo = new Tempo();
    shareTogether(tempo, 30, 10);
    assertThat(shareTogether(tempo, 30, 10)).isLessThan(0.01);
  }

  /// A trial of large steps is dear.
  @Test
  void isTogether_theTeamIsClearlyFaster_triesLessAndLessOften() {
    assertThat(shareTogether(new Tempo(), 10, 18)).isGreaterThan(0.999);
    assertThat(shareTogether(new Tempo(), 10, 11)).isBetween(0.99, 0.998);
  }

  @Test
  void isTogether_bothAreAlike_staysWithTheTeam() {
    assertThat(shareTogether(new Tempo(), 10, 10)).isGreaterThan(0.99);
  }

  @Test
  void isTogether_whatIsFasterChanges_followsWithinATenthOfTheSteps() {
    Tempo tempo = new Tempo();
    shareTogether(tempo, 30, 10);
    assertThat(shareTogether(tempo, 6, 10)).as("the team is faster again").isGreaterThan(0.9);
    assertThat(shareTogether(tempo, 30, 10)).as("and slower again").isLessThan(0.1);
  }

  /// One step late, as when a thread is kept from running, is no reason to leave the team.
  @Test
  void isTogether_aStepIsLateNowAndThen_staysWithTheTeam() {
    Tempo tempo = new Tempo();
    for (int step = 0; step < STEPS; step++) {
      tempo.took(tempo.isTogether() ? step % 300 == 0 ? 1000 : 10 : 18);
    }
    assertThat(shareTogether(tempo, 10, 18)).isGreaterThan(0.99);
  }

  /// The share of many steps that the whole team does.
  private static double shareTogether(Tempo tempo, double together, double alone) {
    int count = 0;
    for (int step = 0; step < STEPS; step++) {
      count += tempo.isTogether() ? 1 : 0;
      tempo.took(tempo.isTogether() ? together : alone);
    }
    return (double) count / STEPS;
  }
}
