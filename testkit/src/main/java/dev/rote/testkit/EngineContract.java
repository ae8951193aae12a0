package dev.rote.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rote.check.EngineCheck;
import dev.rote.check.ParityCheck;
import dev.rote.check.ParityReport;
import dev.rote.data.Batch;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Sparsity;
import dev.rote.engine.Tally;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every engine must do. An engine's test extends this and says which engine it is.
public abstract class EngineContract {

  /// For subclasses.
  protected EngineContract() {}

  /// The engine under test.
  protected abstract Engine engine();

  /// What the engine's sessions run on in these tests.
  protected abstract Resources resources(int maxBatch);

  private Session open(OpCase c) {
    return engine().open(c.job(), c.start(), resources(c.batch()));
  }

  private static OpCase anyCase() {
    return OpCase.all().getLast();
  }

  @TestFactory
  List<DynamicTest> step_everyCase_movesWeightsAsTheFormulaSays() {
    return OpCase.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> stepsFollowTheFormula(c)))
        .toList();
  }

  private void stepsFollowTheFormula(OpCase c) {
    try (Session session = open(c)) {
      Batch batch = c.batches();
      while (batch.next()) {
        Parameters before = session.parameters();
        OptimizerState stateBefore = session.state();
        Optimizer optimizer = c.job().optimizer();
        OptimizerFormula.Step step =
            new OptimizerFormula.Step(
                optimizer, session.gradient(batch), optimizer.rate(), batch.size());
        session.step(batch, optimizer.rate(), new Tally());
        OptimizerFormula.requireStep(step, before, stateBefore, session);
      }
      assertThat(session.state().steps()).isEqualTo(4);
    }
  }

  /// Against the double-precision reference, each element within its own rounding bound.
  @TestFactory
  List<DynamicTest> gradient_everyCase_isTheReferencesWithinRounding() {
    return OpCase.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> gradientIsRight(c)))
        .toList();
  }

  private void gradientIsRight(OpCase c) {
    Batch batch = c.batches();
    batch.next();
    EngineCheck.Report report = EngineCheck.check(engine(), c.job(), c.start(), batch);
    assertThat(report.rows()).hasSize(c.start().tensors().size());
    assertThat(report.rows()).allMatch(EngineCheck.Row::passed);
  }

  /// The whole of training: loss and gradients at steps 1, 10 and 100, weights at each.
  @TestFactory
  List<DynamicTest> train_everyCaseForAHundredSteps_straysNoFartherThanRoundingMay() {
    return OpCase.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> keepsParity(c)))
        .toList();
  }

  private void keepsParity(OpCase c) {
    ParityCheck.Side side = new ParityCheck.Side(engine().name(), engine(), resources(c.batch()));
    ParityReport report = ParityCheck.withReference(side, c.plan());
    assertThat(report.parted()).isEmpty();
    assertThat(report.passed()).isTrue();
    // the softmax of one output is 1 and its gradient 0, of which Adam makes steps anywhere
    if (c.job().network().outputs() > 1) {
      assertThat(report.moments()).hasSize(100);
      // sharp enough to mean something: a tensor is known to a tenth of what it has moved
      assertThat(report.moments().getLast().weights())
          .anyMatch(row -> row.tolerance() < 0.1 * row.size());
    }
  }

  @TestFactory
  List<DynamicTest> load_stateOfAnotherSession_continuesWithTheSameBits() {
    return OpCase.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> resumes(c)))
        .toList();
  }

  private void resumes(OpCase c) {
    try (Session unbroken = open(c);
        Session resumed = engine().open(c.job(), zeros(c), resources(c.batch()))) {
      Batch batch = c.batches();
      for (int step = 0; step < 2; step++) {
        batch.next();
        unbroken.step(batch, 0.01, new Tally());
      }
      resumed.load(unbroken.parameters(), unbroken.state());
      while (batch.next()) {
        unbroken.step(batch, 0.01, new Tally());
        resumed.step(batch, 0.01, new Tally());
      }
      assertThat(resumed.parameters().values()).isEqualTo(unbroken.parameters().values());
    }
  }

  /// Networks of a sweep are trained side by side, and each is saved when its turn comes.
  @Test
  void sessions_onThreadsOfTheirOwn_keepTheirStatesApart() throws Exception {
    List<Callable<Void>> jobs =
        OpCase.all().stream()
            .filter(c -> !c.job().optimizer().slots().isEmpty())
            .limit(12)
            .map(c -> (Callable<Void>) () -> keepsItsState(c))
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs.size())) {
      for (Future<Void> job : threads.invokeAll(jobs)) {
        job.get();
      }
    }
  }

  private @Nullable Void keepsItsState(OpCase c) {
    try (Session session = open(c)) {
      Batch batch = c.batches();
      batch.next();
      session.step(batch, 0.01, new Tally());
      Map<String, Parameters> before = session.state().slots();
      for (int round = 0; round < 100; round++) {
        session.load(session.parameters(), session.state());
      }
      Map<String, Parameters> after = session.state().slots();
      assertThat(after.keySet()).isEqualTo(before.keySet());
      after.forEach(
          (slot, values) ->
              assertThat(values.values())
                  .isEqualTo(Objects.requireNonNull(before.get(slot)).values()));
    }
    return null;
  }

  @TestFactory
  List<DynamicTest> step_askedForScores_givesThoseOfBeforeAndTheSameWeights() {
    return OpCase.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> scoresWhileLearning(c)))
        .toList();
  }

  private void scoresWhileLearning(OpCase c) {
    try (Session plain = open(c);
        Session scored = open(c)) {
      Batch batch = c.batches();
      batch.next();
      Scores before = new Scores(batch.size());
      Scores during = new Scores(batch.size());
      plain.score(batch, before);
      plain.step(batch, 0.01, new Tally());
      scored.step(batch, 0.01, new Tally(), during);
      assertThat(scored.parameters().values()).isEqualTo(plain.parameters().values());
      for (int row = 0; row < batch.size(); row++) {
        assertThat(during.loss(row)).isEqualTo(before.loss(row));
        assertThat(during.margin(row)).isEqualTo(before.margin(row));
        assertThat(during.prediction(row)).isEqualTo(before.prediction(row));
        assertThat(during.probability(row)).isEqualTo(before.probability(row)).isBetween(0f, 1f);
        assertThat(during.distance(row)).isEqualTo(before.distance(row)).isBetween(0f, 1.4143f);
      }
    }
  }

  private static Parameters zeros(OpCase c) {
    return Parameters.zeros(c.job().network());
  }

  @Test
  void parameters_freshSession_areThoseItWasOpenedWith() {
    OpCase c = anyCase();
    try (Session session = open(c)) {
      assertThat(session.parameters().values()).isEqualTo(c.start().values());
      assertThat(session.parameters().tensors()).isEqualTo(c.start().tensors());
    }
  }

  @Test
  void open_deviceTheEngineLacks_isRefusedNamingEngineAndDevice() {
    OpCase c = anyCase();
    Resources abacus = new Resources(1, "auto", "abacus", 1, Sparsity.AUTO);
    assertThatThrownBy(() -> engine().open(c.job(), c.start(), abacus))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("engine " + engine().name())
        .hasMessageContaining("abacus");
  }

  @Test
  void step_tally_holdsLossAndCorrectAnswersFromBeforeTheUpdate() {
    OpCase c = anyCase();
    try (Session session = open(c)) {
      Batch batch = c.batches();
      batch.next();
      Scores scores = new Scores(c.batch());
      session.score(batch, scores);
      Tally tally = new Tally();
      session.step(batch, 0.01, tally);
      double loss = 0;
      long correct = 0;
      for (int row = 0; row < batch.size(); row++) {
        loss += scores.loss(row);
        correct += scores.prediction(row) == batch.label(row) ? 1 : 0;
        assertThat(scores.margin(row) > 0).isEqualTo(scores.prediction(row) == batch.label(row));
      }
      // A sum of B float losses in another order: B − 1 roundings, one more if it was a mean.
      double rounding = (c.batch() + 1) * 0x1p-24 * loss;
      assertThat(tally.lossSum()).isCloseTo(loss, within(rounding));
      assertThat(tally.correct()).isEqualTo(correct);
      assertThat(tally.examples()).isEqualTo(batch.size());
    }
  }

  @Test
  void scoreAndGradient_leaveWeightsAlone() {
    OpCase c = anyCase();
    try (Session session = open(c)) {
      Batch batch = c.batches();
      batch.next();
      session.score(batch, new Scores(c.batch()));
      session.gradient(batch);
      assertThat(session.parameters().values()).isEqualTo(c.start().values());
    }
  }

  @Test
  void step_manyOnOneBatch_lowersItsLoss() {
    OpCase c = anyCase();
    try (Session session = open(c)) {
      Batch batch = c.batches();
      batch.next();
      Tally first = new Tally();
      session.step(batch, 0.01, first);
      Tally last = new Tally();
      for (int step = 0; step < 50; step++) {
        last = new Tally();
        session.step(batch, 0.01, last);
      }
      assertThat(last.meanLoss()).isLessThan(first.meanLoss() / 2);
    }
  }

  @Test
  void step_weightNotANumber_divergesNamingTheLayerAndKeepsTheWeights() {
    OpCase c = anyCase();
    Parameters broken = c.start();
    int second = broken.offset(2);
    broken.values()[second] = Float.NaN;
    try (Session session = engine().open(c.job(), broken, resources(c.batch()))) {
      Batch batch = c.batches();
      batch.next();
      float[] before = session.parameters().values();
      assertThatThrownBy(() -> session.step(batch, 0.01, new Tally()))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("layer 1")
          .hasMessageContaining("NaN");
      assertThat(session.parameters().values()).isEqualTo(before);
    }
  }

  @Test
  void open_foreignParameters_saysWhichTensorDiffers() {
    OpCase c = anyCase();
    Network other = Network.of(49).dense(128, Activation.RELU).dense(10).build();
    Parameters foreign = Parameters.initial(other, Init.HE_NORMAL, 1);
    assertThatThrownBy(() -> engine().open(c.job(), foreign, resources(1)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("2.weight [64, 128]")
        .hasMessageContaining("2.weight [10, 128]");
  }

  @Test
  void load_stateOfAnotherOptimizer_isRefused() {
    OpCase c = anyCase();
    try (Session session = open(c)) {
      OptimizerState other = new OptimizerState(0, new TreeMap<>(Map.of("other", c.start())));
      assertThatThrownBy(() -> session.load(c.start(), other))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("other");
    }
  }

  @Test
  void step_batchAboveTheMaximum_isRefused() {
    OpCase c = anyCase();
    try (Session session = engine().open(c.job(), c.start(), resources(c.batch() - 1))) {
      Batch batch = c.batches();
      batch.next();
      assertThatThrownBy(() -> session.step(batch, 0.01, new Tally()))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("" + c.batch());
    }
  }

  @Test
  void step_dataOfAnotherWidth_isRefused() {
    OpCase narrow = OpCase.all().getFirst();
    OpCase c = anyCase();
    try (Session session = open(c)) {
      Batch batch = narrow.batches();
      batch.next();
      assertThatThrownBy(() -> session.step(batch, 0.01, new Tally()))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("49");
    }
  }

  @Test
  void close_twice_isFine() {
    Session session = open(anyCase());
    session.close();
    session.close();
  }

  @Test
  void everyOptimizerObjectiveScheduleAndInit_isAmongTheCases() {
    assertThat(OpCase.all().stream().map(c -> c.job().optimizer().getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(names(Optimizer.class));
    assertThat(OpCase.all().stream().map(c -> c.job().objective().getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(names(Objective.class));
    assertThat(OpCase.all().stream().map(c -> c.schedule().getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(names(Schedule.class));
    assertThat(OpCase.all().stream().map(OpCase::init).distinct())
        .containsExactlyInAnyOrder(Init.values());
  }

  private static List<String> names(Class<?> alternatives) {
    return Arrays.stream(alternatives.getPermittedSubclasses()).map(Class::getName).toList();
  }
}
