package dev.rote.report;

import dev.rote.audit.Audit;
import dev.rote.audit.Calibration;
import dev.rote.audit.ErrorRate;
import dev.rote.audit.Interval;
import dev.rote.audit.OfClass;
import dev.rote.report.Grid.Cell;
import dev.rote.report.Plot.Measure;
import dev.rote.report.Plot.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/// The charts and the table of an audit's page.
final class AuditCharts {

  /// Standard errors at 99 %.
  private static final double NORMAL_99 = 2.576;

  private AuditCharts() {}

  /// Accuracy by epoch, and what chance alone gives.
  static Markup accuracy(Audit audit) {
    List<Audit.Epoch> curve = audit.curve();
    int heldOut = audit.split().heldOut().size();
    List<Range> nothing =
        curve.stream()
            .map(e -> about(e.epoch(), e.chance(), deviation(e.chance(), heldOut)))
            .toList();
    double lowest = nothing.stream().mapToDouble(Range::low).min().orElse(0);
    Measure up = new Measure("accuracy", Math.max(0, lowest), 1, Scale.PERCENT, false);
    Plot plot = new Plot("accuracy", "Accuracy", epochs(curve), up);
    plot.band(nothing, "c5");
    for (List<Audit.Epoch> control : audit.controls()) {
      plot.line(values(control, Audit.Epoch::fitted), "c1 d1");
      plot.line(values(control, Audit.Epoch::heldOut), "c1");
    }
    plot.line(values(curve, Audit.Epoch::fitted), "c0 d1");
    plot.line(values(curve, Audit.Epoch::heldOut), "c0");
    plot.upright(curve.getLast().epoch(), "checkpoint");
    Audit.Epoch last = curve.getLast();
    plot.key("line c0 d1", "training", percent(last.fitted()));
    plot.key("line c0", "held out", percent(last.heldOut()));
    if (!audit.controls().isEmpty()) {
      Audit.Epoch control = audit.controls().getFirst().getLast();
      plot.key("line c1 d1", "labels permuted, training", percent(control.fitted()));
      plot.key("line c1", "labels permuted, held out", percent(control.heldOut()));
    }
    Range chance = nothing.getLast();
    plot.key("band c5", "by chance, 99 %", Scale.PERCENT.range(chance.low(), chance.high()));
    return plot.figure(
        "On examples while they were learned, and on unseen ones after each epoch. The grey band "
            + "holds 99 % of what permuted held-out labels would get right; with labels permuted, "
            + "whatever is learned is learned by heart.");
  }

  /// L by epoch, and the one that the verdict is of.
  static Markup learnedShare(Audit audit) {
    int training = audit.split().train().size();
    int heldOut = audit.split().heldOut().size();
    List<Range> shares = new ArrayList<>();
    for (Audit.Epoch epoch : audit.curve()) {
      if (epoch.fitted() - epoch.chance() >= 0.05) {
        shares.add(share(epoch, training, heldOut));
      }
    }
    Interval verdict = audit.share().share();
    boolean judged = audit.share().lift().estimate() >= 0.05;
    double low =
        DoubleStream.concat(
                shares.stream().mapToDouble(Range::low), DoubleStream.of(0, verdict.low()))
            .filter(Double::isFinite)
            .min()
            .orElse(0);
    Measure up = new Measure("learned share L", Math.max(-0.5, low), 1, Scale.PERCENT, false);
    Plot plot = new Plot("share", "What holds for unseen examples", epochs(audit.curve()), up);
    plot.band(shares, "c2").line(shares, "c2");
    int last = audit.curve().getLast().epoch();
    plot.upright(last, "checkpoint");
    plot.key(
        "line c2", "L while training", shares.isEmpty() ? "–" : percent(shares.getLast().value()));
    plot.key("band c2", "its interval, 99 %", shares.isEmpty() ? "–" : range(shares.getLast()));
    if (judged) {
      Range mark = new Range(last, verdict.low(), verdict.estimate(), verdict.high());
      plot.dots(List.of(mark), "c0");
      plot.key(
          "line c0", "L of the verdict", percent(verdict.estimate()) + " [" + range(mark) + "]");
    }
    return plot.figure(
        "L = (a_out − c) / (a_in − c): of what is right above chance on training examples, the share "
            + "that also holds for unseen ones. The verdict is of the last epoch, chosen before the "
            + "training; it judges all training examples once more, at the end. Where the network is "
            + "less than five points above chance there is nothing to share.");
  }

  /// To first order in the deviations of both accuracies.
  private static Range share(Audit.Epoch epoch, int training, int heldOut) {
    double lift = epoch.fitted() - epoch.chance();
    double out = deviation(epoch.heldOut(), heldOut) / lift;
    double in = deviation(epoch.fitted(), training) * epoch.learnedShare() / lift;
    return about(epoch.epoch(), epoch.learnedShare(), Math.hypot(out, in));
  }

  /// Losses of labels as they are, and of labels broken on purpose.
  static Markup injected(ErrorRate rate) {
    double[] untouched = rate.untouched().shares();
    double[] broken = rate.broken().shares();
    double width = rate.broken().width();
    double most =
        DoubleStream.concat(DoubleStream.of(broken), DoubleStream.of(untouched).skip(1))
            .max()
            .orElse(1);
    Measure across = new Measure("mean loss", 0, width * broken.length, Scale.PLAIN, false);
    Measure up = new Measure("share of the labels", 0, most, Scale.PERCENT, false);
    Plot plot =
        new Plot("injected", "Labels as they are, and labels broken on purpose", across, up);
    plot.bars(0, width, untouched, "c0").bars(0, width, broken, "c1");
    plot.upright(rate.threshold(), "highest tenth →");
    plot.key("bar c0", "as they are", "");
    plot.key("bar c1", "broken at random", String.format(Locale.ROOT, "%,d", rate.flips() / 2));
    plot.key("reference", "threshold", Scale.PLAIN.text(rate.threshold()));
    plot.key("bar c1", "of them beyond it", percent(rate.hitRate()));
    return plot.figure(
        "Each group's share by mean loss over the epochs. The better the two are apart, the better "
            + "this audit finds wrong labels in these data. The first bar may be cut.");
  }

  /// Whether the network is right as often as it says.
  static Markup calibration(Calibration calibration) {
    List<Range> bins =
        calibration.bins().stream()
            .map(b -> about(b.confidence(), b.accuracy(), deviation(b.accuracy(), b.examples())))
            .toList();
    double low = bins.stream().mapToDouble(b -> Math.min(b.x(), b.low())).min().orElse(0);
    double from = Math.max(0, Math.floor(low * 10) / 10);
    Measure across = new Measure("probability of the answer", from, 1, Scale.PERCENT, false);
    Measure up = new Measure("share of right answers", from, 1, Scale.PERCENT, false);
    Plot plot = new Plot("calibration", "As sure as it is right?", across, up);
    Range corner = new Range(from, from, from, from);
    plot.line(List.of(corner, new Range(1, 1, 1, 1)), "c5 d2").dots(bins, "c0");
    plot.key("line c0", "held-out answers", bins.size() + " bins");
    plot.key("line c5 d2", "as sure as right", "");
    plot.key("band c0", "mean distance", Scale.POINTS.text(calibration.error()));
    return plot.figure(
        "Held-out answers from the least to the most sure, in bins of equally many, with 99 % "
            + "intervals. Below the line, the network is surer than it is right: a sign of "
            + "learning by heart.");
  }

  /// A row for each class.
  static Markup classes(Audit audit) {
    List<Grid.Row> rows = new ArrayList<>();
    for (OfClass found : audit.classes()) {
      List<Cell> cells =
          List.of(
              cell(String.format(Locale.ROOT, "%,d", found.training())),
              cell(percent(found.fitted())),
              cell(percent(found.unseen())),
              cell(audit.errorRate().isEmpty() ? "–" : "" + found.suspects()),
              cell(percent(found.hitRate())));
      rows.add(new Grid.Row("", audit.split().train().classNames().get(rows.size()), cells));
    }
    return GridTable.of(
        "by-class",
        new Grid(
            "Class by class",
            "Suspects: training labels that count as wrong, by the label they have. Power: of labels "
                + "taken from the class and broken on purpose, the share that is found in the "
                + "tenth with the highest loss.",
            "class",
            List.of("examples", "right, training", "right, held out", "suspects", "power"),
            rows));
  }

  private static Cell cell(String text) {
    return new Cell(text, false);
  }

  private static Measure epochs(List<Audit.Epoch> curve) {
    return new Measure(
        "epoch", curve.getFirst().epoch(), curve.getLast().epoch(), Scale.PLAIN, true);
  }

  private static List<Range> values(List<Audit.Epoch> curve, ToDoubleFunction<Audit.Epoch> value) {
    return curve.stream().map(e -> about(e.epoch(), value.applyAsDouble(e), 0)).toList();
  }

  private static Range about(double x, double value, double deviation) {
    double reach = NORMAL_99 * deviation;
    return new Range(x, value - reach, value, value + reach);
  }

  /// Of a share among n.
  private static double deviation(double share, int n) {
    return Math.sqrt(share * (1 - share) / n);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : Scale.PERCENT.text(share);
  }

  private static String range(Range range) {
    return Scale.PERCENT.range(range.low(), range.high());
  }
}
