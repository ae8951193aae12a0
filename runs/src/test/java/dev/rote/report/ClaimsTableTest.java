package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTableTest {

  @Test
  void text_shortClaims_areOneRowEach() {
    Claim claim = new Claim("Q1", "it learns", "batch 1", "0.87", "±0.01", Verdict.HOLDS, "");

    assertThat(ClaimsTable.text(List.of(claim)))
        .isEqualTo(
            """
                CLAIM                        MEASURED UNDER            MEASURED            VERDICT

            Q1  it learns                    batch 1                   0.87 (±0.01)        ✓ holds

            The one claim measured holds.
            """);
  }

  @Test
  void text_longCells_areWrappedAndKept() {
    String words = "every one of these words has to be in the table although it is very long";
    String unbroken = "x".repeat(150);
    Claim claim =
        new Claim("a-long-identifier", words, unbroken, words, words, Verdict.HOLDS_ONLY_IF, words);
    String text = ClaimsTable.text(List.of(claim, claim));

    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(text).contains("~ holds only if");
    assertThat(text.chars().filter(c -> c == 'x').count()).isGreaterThanOrEqualTo(150);
    for (String word : words.split(" ", -1)) {
      assertThat(text.split("\\b" + word + "\\b", -1)).hasSizeGreaterThan(6);
    }
  }

  @Test
  void text_controlCharacters_doNotReachTheTerminal() {
    String evil = "red \u001b[31m\u009b31m \r\n\t\u0007";
    Claim claim = new Claim(evil, evil, evil, evil, evil, Verdict.DOES_NOT_HOLD, evil);

    assertThat(ClaimsTable.text(List.of(claim)).lines())
        .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
  }

  @Test
  void text_noClaims_saysSo() {
    assertThat(ClaimsTable.text(List.of())).isEqualTo("No claim was measured.\n");
  }
}
