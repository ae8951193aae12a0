/// A run on disk: recipe files, run folders, provenance, the reproduction and its report.
@org.jspecify.annotations.NullMarked
module dev.rote.runs {
  requires transitive dev.rote.core;
  requires java.desktop;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;

  exports dev.rote.findings;
  exports dev.rote.report;
  exports dev.rote.reproduce;
  exports dev.rote.runs;
  exports dev.rote.sweep;
}
