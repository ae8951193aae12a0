package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsSectionTest {

  @Test
  void answer_countsTheVerdicts() {
    Claim holds = Reports.claim("a", Verdict.HOLDS, "");
    Claim onlyIf = Reports.claim("b", Verdict.HOLDS_ONLY_IF, "x");
    Claim not = Reports.claim("c", Verdict.DOES_NOT_HOLD, "");

    assertThat(ClaimsSection.answer(List.of())).isEqualTo("No claim was measured.");
    assertThat(ClaimsSection.answer(List.of(not)))
        .isEqualTo("The one claim measured does not hold.");
    assertThat(ClaimsSection.answer(List.of(holds, holds))).isEqualTo("All 2 claims hold.");
    assertThat(ClaimsSection.answer(List.of(not, holds, holds)))
        .isEqualTo("Of 3 claims, 2 hold and 1 does not hold.");
    assertThat(ClaimsSection.answer(List.of(holds, onlyIf, not, onlyIf)))
        .isEqualTo("Of 4 claims, 1 holds, 2 hold only under a condition and 1 does not hold.");
  }

  @Test
  void table_hasARowForEachClaim() {
    Page page = Page.of(Reports.full().html()).part("//section[@id='claims']");

    assertThat(page.texts(".//tbody/tr[2]/*"))
        .containsExactly(
            "Q2 claim Q2", "regime Q2", "0.87 0.86–0.88", "holds only if … batch is 1");
    assertThat(page.texts(".//tbody/tr/td[3]/span[1]"))
        .containsExactly("holds", "holds only if …", "does not hold");
    assertThat(page.all(".//span[starts-with(@class, 'badge')]/svg")).hasSize(3);
  }

  @Test
  void regimes_sameAsTheRowAbove_areSaidOnce() {
    Claim first = new Claim("Q1", "", "batch 1", "", "", Verdict.HOLDS, "");
    Claim same = new Claim("Q2", "", "batch 1", "", "", Verdict.HOLDS, "");
    Claim other = new Claim("Q3", "", "batch 64", "", "", Verdict.HOLDS, "");

    assertThat(ClaimsSection.regimes(List.of(first, same, same, other, first)))
        .containsExactly("batch 1", "as Q1", "as Q1", "batch 64", "batch 1");
  }
}
