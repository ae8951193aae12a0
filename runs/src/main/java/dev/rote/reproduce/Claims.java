package dev.rote.reproduce;

import dev.rote.report.Claim;
import dev.rote.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The claims of the report, each judged by what was measured.
/*
 * What counts as holding, whatever is measured. Question 1:
 * - "about 89 %": the mean final held-out accuracy is at least 88.5 %, what rounds to 89.
 * - "about 4 times more epochs": at the highest accuracy in whole percents that all seeds of both
 *   reach, the ratio of mean epochs is from 3 to 5. If it is so only at some lower accuracy, the
 *   claim holds only there.
 * - "0.01 converged faster": the held-out accuracy at rate 0.01, averaged over the first five epochs
 *   and the seeds, is above that of both larger rates. Over five epochs, because one alone goes up
 *   and down by some percent. Judged for single examples and for averaged batches apart.
 * Question 2:
 * - "the training loss goes to about 0": averaged over the seeds, the loss on the training pictures
 *   with the weights of the end is below 0.05, what rounds to 0.0; a guess has ln 2 = 0.693. If it
 *   is not so for the recipe as written but in some trial of the search, the claim holds only there.
 * - "the loss on held-out pictures does not": with the weights of the end it is above ln 2 from every
 *   seed. A network that has learned nothing comes to ln 2, give or take; from three seeds by chance
 *   above it in one study of eight.
 * - "no better than a coin": of the held-out pictures of all seeds together, so many are right at the
 *   end as a fair coin would have, but for one series in a hundred. The labels of each seed are
 *   tosses of their own, so the seeds may be pooled.
 *
 * Engines that train the same recipe from the same seed see the same labels and are no independent
 * measurements: each is judged by itself. Where their verdicts differ, the claim holds only on some.
 */
final class Claims {

  /// Below this a mean loss is about 0.
  static final double ABOUT_NOTHING = 0.05;

  private Claims() {}

  /// Judges every claim.
  static List<Claim> judge(Evidence evidence) {
    Study study = evidence.study();
    List<Claim> claims = new ArrayList<>();
    claims.addAll(onAll(study.engines(Study.BASELINE), e -> new QuestionOne(evidence, e).claims()));
    claims.addAll(
        onAll(study.engines(Study.RANDOM_LABELS), e -> new QuestionTwo(evidence, e).claims()));
    return claims;
  }

  /// Claims on several engines, each put into one.
  private static List<Claim> onAll(List<String> engines, Function<String, List<Claim>> judged) {
    List<List<Claim>> all = engines.stream().map(judged).toList();
    return IntStream.range(0, all.getFirst().size())
        .mapToObj(i -> onAll(engines, all.stream().map(claims -> claims.get(i)).toList()))
        .toList();
  }

  /// @param claims the same one, judged on each of the engines
  private static Claim onAll(List<String> engines, List<Claim> claims) {
    Claim first = claims.getFirst();
    boolean agree = claims.stream().map(Claim::verdict).distinct().count() == 1;
    return new Claim(
        first.id(),
        first.claim(),
        first.regime() + ", engine " + String.join(" and ", engines),
        each(engines, claims.stream().map(Claim::measured).toList()),
        each(engines, claims.stream().map(Claim::spread).toList()),
        agree ? first.verdict() : Verdict.HOLDS_ONLY_IF,
        agree ? each(engines, claims.stream().map(Claim::note).toList()) : apart(engines, claims));
  }

  /// The condition of a claim whose verdict depends on the engine: "the engine is jvm; on torch it
  /// does not hold".
  private static String apart(List<String> engines, List<Claim> claims) {
    Verdict best = claims.stream().map(Claim::verdict).min(Verdict::compareTo).orElseThrow();
    List<String> first = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      Claim claim = claims.get(i);
      String note = claim.note().isBlank() ? "" : ", " + claim.note();
      if (claim.verdict() == best) {
        first.add(engines.get(i) + note);
      } else {
        others.add("on " + engines.get(i) + " it " + claim.verdict().words() + note);
      }
    }
    return "the engine is " + String.join(" or ", first) + "; " + String.join("; ", others);
  }

  /// What is the same on all engines once, else each behind its engine's name.
  private static String each(List<String> engines, List<String> texts) {
    if (texts.stream().distinct().count() == 1) {
      return texts.getFirst();
    }
    return IntStream.range(0, texts.size())
        .filter(i -> !texts.get(i).isBlank())
        .mapToObj(i -> engines.get(i) + ": " + texts.get(i))
        .collect(Collectors.joining("; "));
  }
}
