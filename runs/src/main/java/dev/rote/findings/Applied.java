package dev.rote.findings;

import dev.rote.audit.Audit;

/// Corrections that an audit's labels have and those of another audit, on the same examples, had
/// not.
///
/// @param labels how many became others; all of the training split
/// @param before the audit of the labels as they were
public record Applied(int labels, Audit before) {}
