package dev.rote.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A figure of a report as files of its own. Immutable.
public final class Figure {
  private static final int ZOOM = 2;

  private final String name;
  private final Svg drawing;
  private final String csv;

  private Figure(String name, Svg drawing, String csv) {
    this.name = name;
    this.drawing = drawing;
    this.csv = csv;
  }

  /// What its files are called, without an ending.
  public String name() {
    return name;
  }

  /// The picture as drawn in the page.
  public String svg() {
    return Svg.file(drawing.markup(), drawing.size());
  }

  /// The same, painted at twice its size.
  ///
  /// @throws dev.rote.fault.RoteException if Java finds no font
  public byte[] png() {
    return Raster.png(drawing, ZOOM);
  }

  /// The numbers that are drawn, exact.
  public String csv() {
    return csv;
  }

  /// Every figure of a report, in its order.
  static List<Figure> of(RunsReport report) {
    List<Figure> figures = new ArrayList<>();
    for (Chapter chapter : report.chapters()) {
      for (int i = 0; i < chapter.exhibits().size(); i++) {
        String id = chapter.id() + "-" + (i + 1);
        switch (chapter.exhibits().get(i)) {
          case Comparison comparison -> chart(report, id, comparison, figures::add);
          case Parallel parallel ->
              figures.add(
                  new Figure(
                      id, ParallelFigure.draw(id, parallel, ParallelFigure.WIDE), csv(parallel)));
          case Reach _, Grid _ -> {}
        }
      }
    }
    if (report.confusion().total() > 0) {
      Svg drawing = HeatMap.draw(report.confusion(), true);
      figures.add(new Figure("confusion", drawing, report.confusion().csv()));
    }
    return figures;
  }

  private static void chart(
      RunsReport report, String id, Comparison comparison, Consumer<Figure> figures) {
    List<Line> lines = Line.of(report, comparison);
    if (lines.stream().anyMatch(line -> !line.curve().points().isEmpty())) {
      Svg drawing = LineChart.draw(id, comparison, lines, LineChart.WIDE);
      figures.accept(new Figure(id, drawing, csv(report, comparison)));
    }
  }

  /// A row to each epoch of each run.
  private static String csv(RunsReport report, Comparison comparison) {
    StringBuilder csv = new StringBuilder("experiment,seed,epoch");
    List<Metric.Part> parts = comparison.metric().parts();
    parts.forEach(part -> csv.append(',').append(quoted(part.name())));
    csv.append('\n');
    for (String id : comparison.experimentIds()) {
      Experiment experiment = report.experiment(id);
      for (SeedRun run : experiment.runs()) {
        run.epochs()
            .forEach(
                stats -> {
                  csv.append(quoted(experiment.title())).append(',').append(run.seed());
                  csv.append(',').append(stats.epoch());
                  parts.forEach(part -> csv.append(',').append(part.value().applyAsDouble(stats)));
                  csv.append('\n');
                });
      }
    }
    return csv.toString();
  }

  /// A row to each line.
  private static String csv(Parallel parallel) {
    StringBuilder csv = new StringBuilder("name");
    parallel.dimensions().forEach(d -> csv.append(',').append(quoted(d.name())));
    csv.append('\n');
    for (int ray = 0; ray < parallel.rays().size(); ray++) {
      csv.append(quoted(parallel.rays().get(ray).name()));
      for (Parallel.Dimension dimension : parallel.dimensions()) {
        csv.append(',').append(quoted(dimension.values().get(ray)));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /// As RFC 4180 wants it.
  static String quoted(String text) {
    return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
