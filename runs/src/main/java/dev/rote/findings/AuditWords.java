package dev.rote.findings;

import dev.rote.audit.Audit;
import dev.rote.audit.Duplicates;
import dev.rote.audit.ErrorRate;
import dev.rote.audit.Interval;
import dev.rote.audit.LearnedShare;
import dev.rote.audit.Memorisation;
import dev.rote.audit.PermutationTest;
import dev.rote.report.AuditText;
import dev.rote.runs.RecipeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An audit in plain sentences, with its numbers, and with what it does not show.
public final class AuditWords {
  private AuditWords() {}

  /// All that the audit's page says in words.
  ///
  /// @param applied corrections since an earlier audit
  public static AuditText page(Audit audit, Optional<Applied> applied) {
    return new AuditText(
        verdict(audit),
        more(audit, applied),
        caveats(),
        RecipeFile.write(audit.recipe()),
        RecipeFile.fingerprint(audit.recipe()));
  }

  /// The verdict in one sentence.
  public static String verdict(Audit audit) {
    LearnedShare share = audit.share();
    String numbers =
        text(
            "%s of the training examples and %s of %,d unseen ones are right, chance is %s",
            percent(share.fitted()),
            percent(share.heldOut()),
            audit.split().heldOut().size(),
            percent(share.chance()));
    return switch (audit.verdict()) {
      case LEARNED, PARTLY ->
          text(
              "%s: of what the network gets right above chance on its training data, %s also holds "
                  + "for unseen examples; %s is memorised. %s.",
              audit.verdict().words(),
              percent(share.share()),
              percent(share.memorised()),
              capital(numbers));
      case MEMORISED ->
          text(
              "MEMORISED: what it knows of its training data says nothing of others. %s.",
              capital(numbers));
      case NOT_FITTED ->
          text(
              "NOT FITTED: the network is hardly better than chance on its own training data. %s.",
              capital(numbers));
      case CANNOT_TELL ->
          text(
              "CANNOT TELL: too few examples for an answer; the least that would show is %s above "
                  + "chance. %s.",
              points(share.detectableLift()), capital(numbers));
    };
  }

  /// What else was found, a sentence each; first what corrections have changed.
  public static List<String> more(Audit audit, Optional<Applied> applied) {
    List<String> sentences = new ArrayList<>();
    applied.ifPresent(a -> sentences.addAll(corrected(a, audit)));
    sentences.add(
        text(
            "Unseen labels: p = %.4f (the smallest that %,d permutations can give is %.4f). The test "
                + "would find %s above chance in 4 of 5 cases.",
            audit.pValue(),
            PermutationTest.PERMUTATIONS,
            1.0 / (1 + PermutationTest.PERMUTATIONS),
            points(audit.share().detectableLift())));
    for (List<Audit.Epoch> control : audit.controls()) {
      Audit.Epoch last = control.getLast();
      sentences.add(
          text(
              "Capacity: the same recipe on permuted labels gets %s of them right after %d epochs.",
              percent(last.fitted()), last.epoch()));
    }
    Audit.Confidence confidence = audit.confidence();
    boolean worse = confidence.logLoss() > confidence.priorEntropy();
    sentences.add(
        text(
            "Confidence: %.3f nats are paid for an unseen label, %s than the %.3f of one who knows "
                + "the classes' shares alone.",
            confidence.logLoss(), worse ? "more" : "less", confidence.priorEntropy()));
    audit.errorRate().ifPresent(rate -> sentences.addAll(errors(rate)));
    audit.memorisation().ifPresent(memorised -> sentences.add(memorised(memorised)));
    for (LearnedShare other : audit.otherSeeds()) {
      sentences.add("From another seed the learned share is " + percent(other.share()) + ".");
    }
    sentences.addAll(duplicates(audit));
    return sentences;
  }

  private static List<String> corrected(Applied applied, Audit after) {
    Audit before = applied.before();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        text(
            "Corrected: %,d labels of the training split, none of the held-out ones. Learned share: %s "
                + "before, %s after. Of the same %,d held-out examples: %s right before, %s after.",
            applied.labels(),
            percent(before.share().share()),
            percent(after.share().share()),
            after.split().heldOut().size(),
            percent(before.share().heldOut()),
            percent(after.share().heldOut())));
    if (before.errorRate().isPresent() && after.errorRate().isPresent()) {
      ErrorRate was = before.errorRate().get();
      ErrorRate is = after.errorRate().get();
      sentences.add(
          text(
              "Wrong labels: random ones %s before, %s after; of all kinds at most about %s before, "
                  + "%s after.",
              percent(was.random()),
              percent(is.random()),
              percent(was.cautious().estimate()),
              percent(is.cautious().estimate())));
    }
    return sentences;
  }

  private static List<String> errors(ErrorRate rate) {
    return List.of(
        text(
            "Wrong labels: random ones %s, if errors are like random flips; of all kinds at most "
                + "about %s, if they are like the labels that networks disagree with.",
            percent(rate.random()), percent(rate.cautious().estimate())),
        text(
            "Of %,d labels broken on purpose at random, the tenth with the highest loss has %s.",
            rate.flips() / 2, percent(rate.hitRate())));
  }

  private static String memorised(Memorisation memorised) {
    return text(
        "Memorisation: on examples they had learned, networks are right in %s, on the same examples "
            + "unlearned in %s; the difference, %s, is the mean over all examples (%d pairs of halves, "
            + "one example's score is known to ± %.2f).",
        percent(memorised.learned()),
        percent(memorised.unseen()),
        points(memorised.learned() - memorised.unseen()),
        memorised.pairs(),
        memorised.standardError());
  }

  private static List<String> duplicates(Audit audit) {
    List<String> sentences = new ArrayList<>();
    Duplicates found = audit.duplicates();
    int leaks = found.leaks() + found.nearLeaks();
    if (leaks + found.repeats() > 0) {
      sentences.add(
          text(
              "Copies: held-out examples that are in the training split too: %,d, of them %,d byte for "
                  + "byte and %,d all but the same; that repeat a held-out one: %,d. The verdict "
                  + "leaves all of these out.",
              leaks, found.leaks(), found.nearLeaks(), found.repeats()));
    }
    int again = found.inTraining() + found.nearInTraining();
    if (again > 0) {
      sentences.add(
          text(
              "Training examples that repeat an earlier one: %,d, of them %,d byte for byte and %,d all "
                  + "but the same; with another label than it: %,d.",
              again, found.inTraining(), found.nearInTraining(), found.conflicts()));
    }
    return sentences;
  }

  /// What must not be read into it.
  public static List<String> caveats() {
    return List.of(
        "It judges this network after this training, not the labels: longer training memorises more.",
        "A small p says that something was learned, not that nothing was memorised; a large one may "
            + "come of a weak network.",
        "Intervals are at 99 % and cover the sampling of examples alone.",
        "Copies are found if nothing but brightness, contrast or a hint of noise was changed; others "
            + "across the split, moved or turned, raise the learned share.",
        "The rates of wrong labels hold if errors are like the ones made on purpose. Nothing was "
            + "corrected.");
  }

  /// "71.2 % [69.0–73.4]".
  static String percent(Interval interval) {
    return text(
        "%s [%s–%s]",
        percent(interval.estimate()), number(interval.low()), number(interval.high()));
  }

  static String percent(double share) {
    return number(share) + " %";
  }

  private static String number(double share) {
    return text("%.1f", 100 * share);
  }

  private static String points(double difference) {
    return text("%.1f points", 100 * difference);
  }

  private static String capital(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
