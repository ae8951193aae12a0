package dev.rote.report;

import dev.rote.data.Dataset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What the network got wrong: the confusion matrix, and the worst mistakes as pictures.
final class MistakesSection {

  private static final int ZOOM = 4;

  private MistakesSection() {}

  static Section confusion(ConfusionMatrix matrix) {
    Markup out = new Markup();
    String lead =
        String.format(
            Locale.ROOT,
            "%s of %,d held-out examples are right. Blue: right answers, by their share of the row."
                + " Orange: mistakes, by the square root of it, so that rare ones show.",
            Scale.PERCENT.text(matrix.accuracy()),
            matrix.total());
    out.element("p", lead, "class", "lead");
    out.open("figure", "class", "chart matrix", "aria-label", "Confusion matrix");
    out.open("div", "class", "plot");
    out.add(HeatMap.draw(matrix, true).markup()).add(HeatMap.draw(matrix, false).markup());
    out.close("div");
    out.open("figcaption").open("table", "class", "key");
    out.element("caption", "Accuracy of each class", "class", "unseen");
    out.open("thead").open("tr").element("th", "Given", "scope", "col");
    out.element("th", "Right", "scope", "col", "class", "number");
    out.element("th", "Most often taken for", "scope", "col").close("tr").close("thead");
    out.open("tbody");
    for (int given = 0; given < matrix.classes(); given++) {
      boolean some = matrix.total(given) > 0;
      out.open("tr").element("th", matrix.classNames().get(given), "scope", "row");
      String right = some ? Scale.PERCENT.text(matrix.accuracy(given)) : "–";
      out.element("td", right, "class", "number");
      out.element("td", confusedWith(matrix, given)).close("tr");
    }
    out.close("tbody").close("table").close("figcaption").close("figure");
    return new Section("confusion", "Confusion matrix", out);
  }

  private static String confusedWith(ConfusionMatrix matrix, int given) {
    return IntStream.range(0, matrix.classes())
        .filter(predicted -> predicted != given && matrix.count(given, predicted) > 0)
        .boxed()
        .reduce((a, b) -> matrix.count(given, b) > matrix.count(given, a) ? b : a)
        .map(worst -> matrix.classNames().get(worst) + " (" + matrix.count(given, worst) + ")")
        .orElse("–");
  }

  static Section gallery(Dataset heldOut, List<Mistake> mistakes, List<String> names) {
    Markup out = new Markup();
    String lead =
        "Held-out examples with the largest losses, worst first. Some labels may be wrong, not the network.";
    out.element("p", lead, "class", "lead").open("ul", "class", "gallery");
    for (Mistake mistake : mistakes) {
      String given = names.get(mistake.given());
      String predicted = names.get(mistake.predicted());
      String png =
          Base64.getEncoder().encodeToString(Picture.png(heldOut, mistake.example(), ZOOM));
      out.open("li").open("figure");
      out.leaf(
          "img",
          "src",
          "data:image/png;base64," + png,
          "width",
          "" + heldOut.shape().columns() * ZOOM,
          "height",
          "" + heldOut.shape().rows() * ZOOM,
          "alt",
          "Held-out example " + mistake.example());
      out.open("figcaption");
      out.element("span", given, "class", "given").text(" ");
      out.element("span", "taken for " + predicted, "class", "predicted").text(" ");
      String loss = "loss " + Scale.PLAIN.number(mistake.loss());
      out.element("span", loss, "class", "detail").text(" ");
      out.element("span", "example " + mistake.example(), "class", "detail");
      out.close("figcaption").close("figure").close("li");
    }
    out.close("ul");
    return new Section("mistakes", "Worst mistakes", out);
  }
}
