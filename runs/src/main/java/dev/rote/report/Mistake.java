package dev.rote.report;

/// A held-out example that the network got wrong.
///
/// @param example its number in the held-out data set
/// @param given class index of its label
/// @param predicted class index of the answer
/// @param loss of the example, by the job's objective
/// @param margin the label's logit minus the largest other one: below 0, and the surer of the wrong
///     answer the lower
public record Mistake(int example, int given, int predicted, double loss, double margin) {}
