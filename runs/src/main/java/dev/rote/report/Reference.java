package dev.rote.report;

/// A level line in a chart that measured lines are read against: "chance, ln 2" at 0.693.
///
/// @param label short; it stands beside the line
/// @param value in the unit of the chart's metric, finite
public record Reference(String label, double value) {}
