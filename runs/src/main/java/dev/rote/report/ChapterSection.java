package dev.rote.report;

/// A chapter as a part of the page.
final class ChapterSection {
  private ChapterSection() {}

  static Section of(Experiments report, Chapter chapter) {
    Markup out = new Markup();
    for (String paragraph : chapter.paragraphs()) {
      out.element("p", paragraph, "class", "lead");
    }
    for (int i = 0; i < chapter.exhibits().size(); i++) {
      String id = chapter.id() + "-" + (i + 1);
      switch (chapter.exhibits().get(i)) {
        case Comparison comparison -> out.add(ChartFigure.of(report, id, comparison));
        case Reach reach -> out.add(ReachTable.of(report, id, reach));
        case Grid grid -> out.add(GridTable.of(id, grid));
        case Parallel parallel -> out.add(ParallelFigure.of(id, parallel));
      }
    }
    return new Section(chapter.id(), chapter.heading(), out);
  }
}
