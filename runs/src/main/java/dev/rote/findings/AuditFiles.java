package dev.rote.findings;

import dev.rote.audit.Audit;
import dev.rote.audit.ErrorRate;
import dev.rote.audit.Examples;
import dev.rote.audit.Interval;
import dev.rote.audit.LearnedShare;
import dev.rote.audit.Memorisation;
import dev.rote.audit.Suspect;
import dev.rote.audit.Trajectory;
import dev.rote.audit.Verdict;
import dev.rote.data.Dataset;
import dev.rote.runs.RecipeFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An audit as files: `audit.json`, whose schema is docs/guide/audit.schema.json, and `scores.csv`.
/// Equal audits give equal files, byte for byte.
public final class AuditFiles {
  private static final String COLUMNS =
      "index,given_label,predicted_label,label_score,is_label_issue,mean_loss,disputed_score,"
          + "memorisation,out_of_sample_probability,first_learned_epoch,confidence,variability,"
          + "error_share,forgettings,mean_margin\n";

  private AuditFiles() {}

  /// All but the examples, as a tree.
  ///
  /// @param applied corrections since an earlier audit
  public static Map<String, @Nullable Object> facts(Audit audit, Optional<Applied> applied) {
    LearnedShare share = audit.share();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("data", audit.split().train().name());
    facts.put("verdict", audit.verdict().name());
    facts.put("sentence", AuditWords.verdict(audit));
    facts.put("learned_share", interval(share.share()));
    facts.put("p_value", audit.pValue());
    facts.put("alpha", Verdict.ALPHA);
    facts.put("checkpoint_epoch", audit.recipe().epochs());
    facts.put("training_accuracy", share.fitted());
    facts.put("held_out_accuracy", share.heldOut());
    facts.put("chance", share.chance());
    facts.put("detectable_lift", share.detectableLift());
    facts.put("training_examples", audit.split().train().size());
    facts.put("held_out_examples", audit.split().heldOut().size());
    facts.put("classes", audit.split().train().classNames());
    facts.put("error_rate", audit.errorRate().map(AuditFiles::rates).orElse(null));
    facts.put("hit_rate", audit.errorRate().map(ErrorRate::hitRate).orElse(null));
    facts.put("memorisation", audit.memorisation().map(AuditFiles::memorised).orElse(null));
    facts.put("confidence", confidence(audit.confidence()));
    facts.put("duplicates", duplicates(audit));
    facts.put("depth", audit.depth().name().toLowerCase(Locale.ROOT));
    facts.put("seed", audit.seed());
    facts.put(
        "seeds",
        LongStream.range(0, audit.depth().seeds())
            .map(s -> audit.recipe().seed() + s)
            .boxed()
            .toList());
    facts.put(
        "other_seeds", audit.otherSeeds().stream().map(other -> interval(other.share())).toList());
    facts.put("curve", curve(audit.curve()));
    facts.put("permuted_labels", audit.controls().stream().map(AuditFiles::curve).toList());
    facts.put("wrong", suspects(audit.wrong()));
    facts.put("disputed", suspects(audit.disputed()));
    facts.put("correction", applied.map(a -> correction(a, audit)).orElse(null));
    facts.put("findings", AuditWords.more(audit, applied));
    facts.put("caveats", AuditWords.caveats());
    facts.put("recipe_fingerprint", RecipeFile.fingerprint(audit.recipe()));
    facts.put("training_fingerprint", audit.split().train().fingerprint());
    facts.put("held_out_fingerprint", audit.split().heldOut().fingerprint());
    return facts;
  }

  private static Map<String, @Nullable Object> correction(Applied applied, Audit after) {
    Audit before = applied.before();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("labels", applied.labels());
    map.put(
        "held_out_unchanged",
        before.split().heldOut().fingerprint().equals(after.split().heldOut().fingerprint()));
    map.put("verdict_before", before.verdict().name());
    map.put("learned_share_before", interval(before.share().share()));
    map.put("held_out_accuracy_before", before.share().heldOut());
    map.put("error_rate_before", before.errorRate().map(AuditFiles::rates).orElse(null));
    map.put("training_fingerprint_before", before.split().train().fingerprint());
    return map;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static Map<String, @Nullable Object> interval(Interval interval) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("estimate", finite(interval.estimate()));
    map.put("low", finite(interval.low()));
    map.put("high", finite(interval.high()));
    return map;
  }

  private static Map<String, Object> rates(ErrorRate rate) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("random", interval(rate.random()));
    map.put("cautious", interval(rate.cautious()));
    map.put("flips", rate.flips());
    return map;
  }

  private static Map<String, Object> memorised(Memorisation memorisation) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mean", memorisation.mean());
    map.put("accuracy_learned", memorisation.learned());
    map.put("accuracy_unseen", memorisation.unseen());
    map.put("pairs", memorisation.pairs());
    map.put("standard_error", memorisation.standardError());
    return map;
  }

  private static Map<String, Object> confidence(Audit.Confidence confidence) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("held_out_log_loss", confidence.logLoss());
    map.put("prior_entropy", confidence.priorEntropy());
    return map;
  }

  private static Map<String, Object> duplicates(Audit audit) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("held_out_in_training", audit.duplicates().leaks());
    map.put("held_out_near_training", audit.duplicates().nearLeaks());
    map.put("held_out_repeated", audit.duplicates().repeats());
    map.put("in_training", audit.duplicates().inTraining());
    map.put("near_in_training", audit.duplicates().nearInTraining());
    map.put("with_another_label", audit.duplicates().conflicts());
    return map;
  }

  private static List<Map<String, @Nullable Object>> curve(List<Audit.Epoch> curve) {
    return curve.stream()
        .map(
            epoch -> {
              Map<String, @Nullable Object> map = new LinkedHashMap<>();
              map.put("epoch", epoch.epoch());
              map.put("training_accuracy", epoch.fitted());
              map.put("held_out_accuracy", epoch.heldOut());
              map.put("chance", epoch.chance());
              map.put("learned_share", finite(epoch.learnedShare()));
              return map;
            })
        .toList();
  }

  private static List<Map<String, Object>> suspects(List<Suspect> suspects) {
    return suspects.stream()
        .map(
            suspect -> {
              Map<String, Object> map = new LinkedHashMap<>();
              map.put("index", suspect.example());
              map.put("given_label", suspect.given());
              map.put("predicted_label", suspect.proposed());
              map.put("score", suspect.score());
              map.put("neighbours", suspect.neighbours());
              map.put("reason", suspect.reason());
              return map;
            })
        .toList();
  }

  /// A row for every training example; columns that need more than depth quick are empty there.
  public static String scores(Audit audit) {
    Dataset train = audit.split().train();
    Examples examples = audit.examples();
    Trajectory trained = examples.trajectory();
    Optional<float[]> memorised = audit.memorisation().map(Memorisation::scores);
    StringBuilder csv = new StringBuilder(COLUMNS);
    for (int i = 0; i < examples.size(); i++) {
      int row = i;
      csv.append(i).append(',').append(train.label(i)).append(',');
      csv.append(examples.proposed()[i]).append(',');
      number(csv, examples.labelScore(i)).append(examples.issue()[i]).append(',');
      number(csv, trained.meanLoss(i));
      number(csv, examples.disputedScore()[i]);
      csv.append(memorised.map(scores -> "" + scores[row]).orElse("")).append(',');
      csv.append(examples.unseen().map(u -> "" + u.probability()[row]).orElse("")).append(',');
      csv.append(trained.firstLearned(i)).append(',');
      number(csv, trained.confidence(i));
      number(csv, trained.variability(i));
      number(csv, trained.errorShare(i));
      csv.append(trained.forgettings(i)).append(',');
      csv.append((float) trained.meanMargin(i)).append('\n');
    }
    return csv.toString();
  }

  private static StringBuilder number(StringBuilder csv, double value) {
    return csv.append((float) value).append(',');
  }
}
