package dev.rote.report;

/// A claim, under which conditions it was measured, and what came out. All plain text.
///
/// @param id short name: "Q1.2"
/// @param claim what is claimed
/// @param regime data, batch, initialisation and whatever else the measurement chose
/// @param measured the number found
/// @param spread how far the seeds lie apart: "0.869–0.875, 3 seeds"; may be empty
/// @param verdict what became of it
/// @param note the condition of a claim that holds only under one; may be empty
public record Claim(
    String id,
    String claim,
    String regime,
    String measured,
    String spread,
    Verdict verdict,
    String note) {}
