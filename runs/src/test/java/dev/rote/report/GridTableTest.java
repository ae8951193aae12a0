package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTableTest {

  @Test
  void table_groupsItsRowsAndTicksWhatWasFound() {
    Page page = Page.of(Reports.full().html()).part("//section[@id='tables']");

    assertThat(page.texts(".//h3 | .//p")).containsExactly("Search", "How to read it.");
    assertThat(page.texts(".//thead//th")).containsExactly("Way", "10", "20");
    assertThat(page.texts(".//tbody/tr"))
        .containsExactly("x", "first0.5✓ 0.01", "second0.60.7", "y", "first0.8✓ 0.02");
    assertThat(page.attributes(".//tr[@class='group']/th", "colspan")).containsOnly("3");
  }

  @Test
  void grid_rowOfTheWrongLength_isRefused() {
    List<Grid.Row> rows = List.of(new Grid.Row("", "r", List.of(new Grid.Cell("1", false))));

    assertThatThrownBy(() -> new Grid("G", "", "", List.of("a", "b"), rows))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("expected 2 cells in each row, found 1 in \"r\"");
  }
}
