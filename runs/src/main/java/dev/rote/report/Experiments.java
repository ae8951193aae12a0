package dev.rote.report;

/// What charts and tables find the experiments in that they name.
interface Experiments {

  /// The experiment of an id.
  Experiment experiment(String id);
}
