package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rote.fault.RoteException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabelsTest {
  private static final int N = 50_000;
  private static final int HELD_OUT = 20_000;
  private static final PictureShape SHAPE = new PictureShape(1, 1);
  private static final List<String> ANIMALS =
      List.of("ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen", "ibis", "jay");

  /// Example i is of class i mod the number of classes.
  private static Dataset dataset(int size, List<String> names) {
    int[] labels = IntStream.range(0, size).map(i -> i % names.size()).toArray();
    return Dataset.of("zoo", SHAPE, new byte[size], labels, names);
  }

  private static DataSource zoo(List<String> names) {
    return (limit, heldOutLimit, _) ->
        new Split(
            dataset(Math.min(limit, N), names), dataset(Math.min(heldOutLimit, HELD_OUT), names));
  }

  private static Split labelled(Labels labels, int limit, long seed) {
    DataSpec.Source any = new DataSpec.Named("zoo");
    return new DataSpec(any, limit, limit, Pixels.UNIT, labels).split(zoo(ANIMALS), seed);
  }

  private static int[] labels(Dataset data) {
    return IntStream.range(0, data.size()).map(data::label).toArray();
  }

  private static boolean[] changes(Dataset data) {
    boolean[] changes = new boolean[data.size()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = data.label(i) != i % 10;
    }
    return changes;
  }

  /// A binomial count of n trials has mean np and deviation √(np(1 − p)); 6 deviations.
  private static void assertBinomial(int count, int n, double p) {
    assertThat((double) count).isCloseTo(n * p, within(6 * Math.sqrt(n * p * (1 - p))));
  }

  static List<Labels> everyKind() {
    return List.of(
        new Labels.Random(Labels.Random.AS_GIVEN),
        new Labels.Random(2),
        new Labels.Random(1000),
        new Labels.Symmetric(0.1),
        new Labels.Pairs(0.45),
        new Labels.Swaps(0.5, Map.of(0, 6, 6, 0, 9, 7)));
  }

  /// Given class and drawn class together fall into all pairs equally often: 10 × C bins, since
  /// each given class is equally often there.
  @ParameterizedTest
  @MethodSource("numbersOfClasses")
  void random_anyNumberOfClasses_isUniformWhateverTheGivenClass(int classes) {
    Split split = labelled(new Labels.Random(classes), DataSpec.ALL, 3);
    for (Dataset data : List.of(split.train(), split.heldOut())) {
      int[] counts = new int[10 * classes];
      for (int i = 0; i < data.size(); i++) {
        counts[i % 10 * classes + data.label(i)]++;
      }
      ChiSquare.assertUniform(counts);
    }
  }

  static List<Integer> numbersOfClasses() {
    return List.of(2, 3, 10, 100);
  }

  @Test
  void random_bothSplits_areIndependent() {
    Split split = labelled(new Labels.Random(10), DataSpec.ALL, 3);
    int agreeing = 0;
    for (int i = 0; i < HELD_OUT; i++) {
      agreeing += split.train().label(i) == split.heldOut().label(i) ? 1 : 0;
    }
    assertBinomial(agreeing, HELD_OUT, 0.1);
  }

  @Test
  void random_asManyClasses_keepsTheirNames() {
    assertThat(labelled(new Labels.Random(10), 9, 0).heldOut().classNames()).isEqualTo(ANIMALS);
    assertThat(labelled(new Labels.Random(Labels.Random.AS_GIVEN), 9, 0).train().classNames())
        .isEqualTo(ANIMALS);
  }

  @Test
  void random_otherNumberOfClasses_numbersThem() {
    Split split = labelled(new Labels.Random(3), 9, 0);
    assertThat(split.train().classNames()).containsExactly("0", "1", "2");
    assertThat(split.heldOut().classes()).isEqualTo(3);
  }

  @Test
  void symmetric_anyShare_isTheShareOfWrongLabelsAndOfEachOtherClassAlike() {
    for (double share : new double[] {0.01, 0.1, 0.6, 1}) {
      Dataset train = labelled(new Labels.Symmetric(share), DataSpec.ALL, 5).train();
      int[] wrong = new int[9];
      for (int i = 0; i < N; i++) {
        int step = Math.floorMod(train.label(i) - i % 10, 10);
        if (step > 0) {
          wrong[step - 1]++;
        }
      }
      assertThat(train.changedLabels()).isEqualTo(Arrays.stream(wrong).sum());
      assertBinomial(train.changedLabels(), N, share);
      ChiSquare.assertUniform(wrong);
    }
  }

  @Test
  void pairs_wrongLabel_isTheNextClass() {
    Dataset train = labelled(new Labels.Pairs(0.45), DataSpec.ALL, 5).train();
    assertBinomial(train.changedLabels(), N, 0.45);
    for (int i = 0; i < N; i++) {
      assertThat(train.label(i)).isIn(i % 10, (i + 1) % 10);
    }
  }

  @Test
  void swaps_classesOfTheMap_areReplacedAndNoOthers() {
    Dataset train =
        labelled(new Labels.Swaps(0.3, Map.of(0, 6, 6, 0, 9, 7)), DataSpec.ALL, 5).train();
    int[] changed = new int[10];
    for (int i = 0; i < N; i++) {
      int given = i % 10;
      if (train.label(i) != given) {
        changed[given]++;
        assertThat(train.label(i)).isEqualTo(given == 0 ? 6 : given == 6 ? 0 : 7);
      }
    }
    for (int c = 0; c < 10; c++) {
      if (c == 0 || c == 6 || c == 9) {
        assertBinomial(changed[c], N / 10, 0.3);
      } else {
        assertThat(changed[c]).isZero();
      }
    }
  }

  @Test
  void noise_heldOutSplit_isAsGiven() {
    for (Labels noise : everyKind()) {
      if (noise instanceof Labels.Noise) {
        Split split = labelled(noise, 1000, 5);
        assertThat(split.train().changedLabels()).isPositive();
        assertThat(split.heldOut().changedLabels()).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void everyKind_sameSeed_sameLabelsHoweverManyExamplesFollow(Labels labels) {
    Split all = labelled(labels, DataSpec.ALL, 8);
    Split some = labelled(labels, 777, 8);
    assertThat(labels(some.train())).isEqualTo(Arrays.copyOf(labels(all.train()), 777));
    assertThat(labels(some.heldOut())).isEqualTo(Arrays.copyOf(labels(all.heldOut()), 777));
    assertThat(some.train().fingerprint()).isEqualTo(all.train().first(777).fingerprint());
    assertThat(all.train().first(777).changedLabels()).isEqualTo(some.train().changedLabels());
    assertThat(labelled(labels, DataSpec.ALL, 8).train().fingerprint())
        .isEqualTo(all.train().fingerprint());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void everyKind_otherSeed_otherLabels(Labels labels) {
    Dataset here = labelled(labels, 1000, 8).train();
    assertThat(labels(labelled(labels, 1000, 9).train())).isNotEqualTo(labels(here));
    assertThat(here.fingerprint())
        .isNotEqualTo(labelled(new Labels.Given(), 1000, 8).train().fingerprint());
  }

  @Test
  void noise_equalSeeds_changesTheSameExamplesUnderEveryKind() {
    Map<Integer, Integer> all = Map.of(0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 0);
    boolean[] symmetric = changes(labelled(new Labels.Symmetric(0.2), 5000, 1).train());
    assertThat(changes(labelled(new Labels.Pairs(0.2), 5000, 1).train())).isEqualTo(symmetric);
    assertThat(changes(labelled(new Labels.Swaps(0.2, all), 5000, 1).train())).isEqualTo(symmetric);
  }

  @Test
  void noise_largerShare_changesTheSameExamplesToTheSameClassesAndMore() {
    Dataset few = labelled(new Labels.Symmetric(0.1), DataSpec.ALL, 1).train();
    Dataset more = labelled(new Labels.Symmetric(0.4), DataSpec.ALL, 1).train();
    for (int i = 0; i < N; i++) {
      if (few.label(i) != i % 10) {
        assertThat(more.label(i)).isEqualTo(few.label(i));
      }
    }
    assertThat(more.changedLabels()).isGreaterThan(few.changedLabels());
  }

  /// The golden labels come from the script in [RandomnessTest]: `Stream(7, 3, 0).below(10)` and
  /// `Stream(7, 3, 1).below(10)`; then from `Stream(7, 3, 0)` for each i below 12 a `uniform()` u
  /// and a `below(9)` s, the label being (i + 1 + s) mod 10 if u < ½ and else i mod 10.
  @Test
  void everyKind_fixedSeed_isTheSameForEver() {
    Split random = labelled(new Labels.Random(10), 12, 7);
    assertThat(labels(random.train())).containsExactly(2, 1, 9, 3, 3, 5, 1, 1, 3, 3, 3, 0);
    assertThat(labels(random.heldOut())).containsExactly(7, 4, 1, 0, 6, 9, 5, 9, 2, 2, 8, 5);
    assertThat(labels(labelled(new Labels.Symmetric(0.5), 12, 7).train()))
        .containsExactly(2, 1, 8, 5, 8, 6, 6, 7, 8, 7, 0, 9);
  }

  @Test
  void given_anySeed_changesNothing() {
    Split split = labelled(new Labels.Given(), 1000, 8);
    assertThat(split.train().fingerprint()).isEqualTo(dataset(1000, ANIMALS).fingerprint());
    assertThat(split.train().changedLabels()).isZero();
    assertThat(new Labels.Given().summary(split)).isEmpty();
  }

  @Test
  void summary_changedLabels_saysKindAndCounts() {
    assertSummary(new Labels.Symmetric(1), "symmetric noise 1.0: 40 of 40 training labels changed");
    assertSummary(new Labels.Pairs(1), "pair flips 1.0: 40 of 40 training labels changed");
    assertSummary(
        new Labels.Swaps(1, Map.of(6, 0, 0, 6)),
        "class swaps 1.0 (0 to 6, 6 to 0): 8 of 40 training labels changed");
    Labels random = new Labels.Random(Labels.Random.AS_GIVEN);
    Split split = labelled(random, 40, 2);
    assertSummary(
        random,
        "random over 10 classes: %d of 40 training and %d of 40 held-out labels changed"
            .formatted(split.train().changedLabels(), split.heldOut().changedLabels()));
  }

  private static void assertSummary(Labels labels, String words) {
    assertThat(labels.summary(labelled(labels, 40, 2))).contains(words);
  }

  @Test
  void share_noProbability_isRefused() {
    for (double share : new double[] {0, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      String found = ": expected a share above 0 and at most 1, found " + share;
      assertRefused(() -> new Labels.Symmetric(share), "symmetric noise" + found);
      assertRefused(() -> new Labels.Pairs(share), "pair flips" + found);
      assertRefused(() -> new Labels.Swaps(share, Map.of(0, 1)), "class swaps" + found);
    }
  }

  @Test
  void classes_tooFewOrTooMany_areRefused() {
    for (int classes : new int[] {-1, 1, 65_537}) {
      assertRefused(
          () -> new Labels.Random(classes),
          "random labels: expected 2 to 65536 classes, found " + classes);
    }
  }

  @Test
  void swaps_badMap_isRefused() {
    assertRefused(() -> new Labels.Swaps(1, Map.of()), "expected a map of classes, found an empty");
    assertRefused(() -> new Labels.Swaps(1, Map.of(3, 3)), "two different classes, counted from 0");
    assertRefused(() -> new Labels.Swaps(1, Map.of(-1, 3)), "found -1 to 3; correct the map");
    assertRefused(() -> new Labels.Swaps(1, Map.of(3, -1)), "found 3 to -1; correct the map");
  }

  @Test
  void swaps_classThatTheDataLack_isRefused() {
    for (Map<Integer, Integer> map : List.of(Map.of(1, 10), Map.of(10, 1))) {
      assertRefused(
          () -> labelled(new Labels.Swaps(0.5, map), 10, 0),
          "class swaps: expected classes from 0 to 9, those of zoo, found ");
    }
  }

  @Test
  void everyKind_dataOfOneClass_areRefusedUnlessMoreAreDrawn() {
    for (Labels labels :
        List.of(new Labels.Random(0), new Labels.Symmetric(0.1), new Labels.Pairs(0.1))) {
      assertRefused(
          () -> spec(labels).split(zoo(List.of("ant")), 0),
          "expected 2 classes or more in zoo, found 1; leave the labels as given");
    }
    assertThat(spec(new Labels.Random(2)).split(zoo(List.of("ant")), 0).train().classes())
        .isEqualTo(2);
  }

  private static DataSpec spec(Labels labels) {
    return new DataSpec(new DataSpec.Named("zoo"), 9, 9, Pixels.UNIT, labels);
  }

  private static void assertRefused(Runnable bad, String words) {
    assertThatThrownBy(bad::run).isInstanceOf(RoteException.class).hasMessageContaining(words);
  }

  @Test
  void seeded_givenLabelsOfFiles_onlyAreNot() {
    assertThat(DataSpec.named("fashion-mnist").seeded()).isFalse();
    assertThat(DataSpec.named("noise").seeded()).isTrue();
    everyKind().forEach(labels -> assertThat(spec(labels).seeded()).isTrue());
  }
}
