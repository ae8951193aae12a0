package dev.rote.report;

import java.util.List;

/// What an audit's page says in words, which are found elsewhere.
///
/// @param verdict in one sentence
/// @param findings a paragraph each
/// @param caveats what the audit does not show, a paragraph each
/// @param recipe as YAML, every value in sight
/// @param recipeFingerprint SHA-256 of the recipe
public record AuditText(
    String verdict,
    List<String> findings,
    List<String> caveats,
    String recipe,
    String recipeFingerprint) {}
