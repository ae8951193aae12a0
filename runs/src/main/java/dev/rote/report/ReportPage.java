package dev.rote.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A report as one HTML page: style sheet, charts and pictures are inside it, scripts there are
/// none. Well-formed as XML too. Equal reports give equal pages, byte for byte.
final class ReportPage {
  private ReportPage() {}

  static String html(ReproductionReport report) {
    String answer = ClaimsSection.answer(report.claims());
    return html(report.title(), report.subtitle(), answer, sections(report));
  }

  static String html(String title, String subtitle, String answer, List<Section> sections) {
    Markup out = new Markup();
    out.open("html", "lang", "en").open("head").leaf("meta", "charset", "utf-8");
    out.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.leaf("meta", "name", "color-scheme", "content", "light dark");
    out.element("title", title);
    out.element("style", styleSheet()).close("head").open("body");
    head(out, title, subtitle, answer);
    contents(out, sections);
    out.open("main");
    sections.forEach(section -> out.add(section.markup()));
    return "<!DOCTYPE html>\n" + out.close("main").close("body").close("html");
  }

  private static List<Section> sections(ReproductionReport report) {
    List<Section> sections = new ArrayList<>();
    if (!report.claims().isEmpty()) {
      sections.add(ClaimsSection.of(report.claims()));
    }
    report.chapters().forEach(chapter -> sections.add(ChapterSection.of(report, chapter)));
    if (report.confusion().total() > 0) {
      sections.add(MistakesSection.confusion(report.confusion()));
    }
    if (!report.mistakes().isEmpty()) {
      sections.add(
          MistakesSection.gallery(report.heldOut(), report.mistakes(), report.classNames()));
    }
    if (!report.experiments().isEmpty()) {
      sections.add(recipes(report.experiments()));
    }
    if (!report.facts().isEmpty()) {
      sections.add(facts(report.facts()));
    }
    return sections;
  }

  private static void head(Markup out, String title, String subtitle, String answer) {
    out.open("header").element("h1", title);
    if (!subtitle.isBlank()) {
      out.element("p", subtitle, "class", "subtitle");
    }
    out.element("p", answer, "class", "answer").close("header");
  }

  private static void contents(Markup out, List<Section> sections) {
    out.open("nav", "aria-label", "Contents").open("ul");
    for (Section section : sections) {
      out.open("li").element("a", section.heading(), "href", "#" + section.id()).close("li");
    }
    out.close("ul").close("nav");
  }

  static Section recipes(List<Experiment> experiments) {
    Markup out = new Markup();
    out.element("p", "What was trained, to the letter; enough to train it again.", "class", "lead");
    out.open("div", "class", "recipes");
    Map<String, List<Experiment>> recipes =
        experiments.stream()
            .collect(
                Collectors.groupingBy(
                    Experiment::recipeYaml, LinkedHashMap::new, Collectors.toList()));
    for (List<Experiment> same : recipes.values()) {
      Experiment experiment = same.getFirst();
      List<String> seeds = experiment.runs().stream().map(run -> "" + run.seed()).toList();
      String titles = same.stream().map(Experiment::title).collect(Collectors.joining("; "));
      out.open("details").open("summary").element("span", titles);
      if (!seeds.isEmpty()) {
        String word = seeds.size() == 1 ? " seed " : " seeds ";
        out.element("span", word + String.join(", ", seeds), "class", "detail");
      }
      out.close("summary");
      out.open("pre").element("code", experiment.recipeYaml()).close("pre").close("details");
    }
    return new Section("recipes", "Recipes", out.close("div"));
  }

  static Section facts(List<Fact> facts) {
    Markup out = new Markup();
    out.open("dl", "class", "facts");
    for (Fact fact : facts) {
      out.open("div").element("dt", fact.name()).element("dd", fact.value()).close("div");
    }
    return new Section("facts", "Facts", out.close("dl"));
  }

  static String styleSheet() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing from the module");
      }
      return "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
