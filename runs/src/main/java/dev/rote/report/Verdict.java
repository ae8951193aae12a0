package dev.rote.report;

/// What became of a claim when it was measured.
public enum Verdict {
  HOLDS("holds", "✓"),
  /// Under a condition that the claim does not name; [Claim#note] does.
  HOLDS_ONLY_IF("holds only if …", "~"),
  DOES_NOT_HOLD("does not hold", "✗");

  private final String words;
  private final String symbol;

  Verdict(String words, String symbol) {
    this.words = words;
    this.symbol = symbol;
  }

  /// The verdict as people read it.
  public String words() {
    return words;
  }

  /// The verdict with its condition: "holds only if pixels are standardised".
  ///
  /// @param note as in [Claim#note]
  String sentence(String note) {
    if (note.isBlank()) {
      return words;
    }
    return this == HOLDS_ONLY_IF ? words.replace("…", note.strip()) : words + "; " + note.strip();
  }

  /// One character that tells the verdicts apart without colour.
  public String symbol() {
    return symbol;
  }
}
