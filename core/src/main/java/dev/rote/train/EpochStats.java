package dev.rote.train;

/// What one epoch came to.
///
/// @param epoch counted from 1
/// @param trainLoss mean loss over the training split, in the objective's unit
/// @param trainAccuracy share of correct answers on it, 0 to 1
/// @param heldOutLoss mean loss over the held-out split with the weights of the epoch's end
/// @param heldOutAccuracy share of correct answers on it
/// @param examplesPerSecond of the training pass alone
/// @param seconds of the whole epoch, judging included
public record EpochStats(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    double heldOutLoss,
    double heldOutAccuracy,
    double examplesPerSecond,
    double seconds) {}
