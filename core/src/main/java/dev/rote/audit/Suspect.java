package dev.rote.audit;

import java.util.List;

/// A label that may be wrong.
///
/// @param example its number in the training split
/// @param given the label it has
/// @param proposed the answer of networks, or the label again if they never gave another
/// @param score by which the list is ordered
/// @param neighbours the training examples nearest to it by their pixels, nearest first
/// @param agreeing how many of them have the given label
/// @param reason why it is on the list, in words
public record Suspect(
    int example,
    int given,
    int proposed,
    double score,
    List<Integer> neighbours,
    int agreeing,
    String reason) {}
