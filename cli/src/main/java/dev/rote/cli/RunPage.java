package dev.rote.cli;

import dev.rote.runs.Provenance;
import dev.rote.runs.RunFiles;
import dev.rote.store.GitState;
import dev.rote.store.Run;
import dev.rote.store.RunDescription;
import dev.rote.store.RunHistory;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStatus;
import dev.rote.train.EpochStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All of a run on a page of text.
final class RunPage {
  private final Output output;
  private final RunHistory history;
  private final List<Optional<RunFiles.State>> files;
  private final List<String> parts = new ArrayList<>();

  /// @param files what became of each artifact, if one can tell
  RunPage(Output output, RunHistory history, List<Optional<RunFiles.State>> files) {
    this.output = output;
    this.history = history;
    this.files = files;
  }

  String text() {
    Run run = history.run();
    parts.add(
        output.strong("run " + Table.plain(run.id()))
            + "  "
            + Table.plain(run.description().name())
            + ", "
            + run.status().word());
    facts(run);
    parts.add("\nrecipe");
    run.description().recipe().lines().forEach(line -> parts.add("  " + Table.plain(line)));
    epochs();
    events();
    artifacts();
    return String.join("\n", parts);
  }

  private void facts(Run run) {
    RunDescription description = run.description();
    Provenance provenance = description.provenance();
    Table facts = new Table().left(1);
    String took = TextReporter.clock(run.duration(Instant.now()));
    facts.row("begun", RunText.when(run.created()) + ", " + took + " long");
    if (run.status() == RunStatus.LOST) {
      facts.row("lost", "last heard of " + RunText.when(run.worker().heartbeat()));
    }
    if (!run.tags().isEmpty()) {
      facts.row("tags", String.join(", ", run.tags()));
    }
    description.parent().ifPresent(parent -> facts.row("repeats", parent));
    String elsewhere = run.worker().isHere() ? "" : ", on " + run.worker().host();
    facts.row("folder", description.folder() + elsewhere);
    run.modelSha256().ifPresent(sha256 -> facts.row("model", "SHA-256 " + sha256));
    facts.row("engine", provenance.engine());
    provenance.warning().ifPresent(warning -> facts.row("warning", warning));
    facts.row("rote", provenance.version() + description.git().map(RunPage::git).orElse(""));
    facts.row("java", provenance.machine().java());
    facts.row("cpu", provenance.machine().cpu() + ", " + provenance.machine().cores() + " cores");
    facts.row("system", provenance.machine().system());
    facts.row(
        "data",
        "training "
            + RunText.brief(provenance.trainFingerprint())
            + ", held out "
            + RunText.brief(provenance.heldOutFingerprint()));
    provenance.labels().ifPresent(labels -> facts.row("labels", labels));
    parts.add(facts.toString());
  }

  private static String git(GitState git) {
    return ", in a checkout of "
        + RunText.brief(git.commit())
        + (git.dirty() ? " with changes" : "");
  }

  private void epochs() {
    if (history.epochs().isEmpty()) {
      parts.add("\nno epoch was finished");
      return;
    }
    Table table =
        new Table()
            .row(
                "epoch",
                "train loss",
                "accuracy",
                "held-out loss",
                "accuracy",
                "examples/s",
                "seconds");
    for (EpochStats stats : history.epochs()) {
      table.row(
          "" + stats.epoch(),
          RunText.loss(stats.trainLoss()),
          RunText.share(stats.trainAccuracy()),
          RunText.loss(stats.heldOutLoss()),
          RunText.share(stats.heldOutAccuracy()),
          RunText.speed(stats.examplesPerSecond()),
          RunText.seconds(stats.seconds()));
    }
    parts.add("\n" + table);
    history
        .best()
        .ifPresent(best -> parts.add("the held-out loss was lowest in epoch " + best.epoch()));
    if (!history.points().isEmpty()) {
      String many = ModelSummary.grouped(history.points().size());
      parts.add(many + " measurements within epochs: see --json, or rote runs export");
    }
  }

  private void events() {
    if (history.events().isEmpty()) {
      return;
    }
    Table table = new Table().left(1).left(2);
    for (RunRecord.Event event : history.events()) {
      table.row("  " + RunText.when(event.at()), event.kind(), event.text());
    }
    parts.add("\nevents\n" + table);
  }

  private void artifacts() {
    if (history.artifacts().isEmpty()) {
      return;
    }
    Table table = new Table().left(1).left(3);
    for (int i = 0; i < files.size(); i++) {
      RunRecord.Artifact file = history.artifacts().get(i);
      table.row(
          "  " + file.kind(),
          file.path(),
          RunText.size(file.bytes()),
          files.get(i).map(RunFiles.State::word).orElse("not on this machine"));
    }
    parts.add("\nfiles\n" + table);
  }
}
