package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GlyphsTest {

  private static String drawn(int character) {
    StringBuilder rows = new StringBuilder();
    for (int y = 0; y < Glyphs.HEIGHT; y++) {
      for (int x = 0; x < Glyphs.WIDTH; x++) {
        rows.append(Glyphs.inked(character, x, y) ? '#' : '.');
      }
      rows.append('\n');
    }
    return rows.toString();
  }

  @Test
  void inked_everyPrintableCharacter_looksLikeNoOther() {
    Set<String> seen = new HashSet<>();
    for (int character = ' '; character <= '~' + 1; character++) {
      assertThat(seen.add(drawn(character))).as("%c", character).isTrue();
    }
    assertThat(drawn(' ')).doesNotContain("#");
  }

  @Test
  void inked_aLetter_hasItsShape() {
    assertThat(drawn('T'))
        .isEqualTo("#####\n..#..\n..#..\n..#..\n..#..\n..#..\n..#..\n.....\n.....\n");
  }

  @Test
  void inked_unknownCharacter_isABox() {
    assertThat(drawn('お')).isEqualTo(drawn(0x7f)).startsWith("#####\n#...#\n");
    assertThat(drawn('\n')).isEqualTo(drawn(0x7f));
  }

  @Test
  void characters_accentsAreDropped() {
    assertThat(Glyphs.characters("Kläßé")).containsExactly('K', 'l', 'a', 'ß', 'e');
    assertThat(Glyphs.characters("𝄞")).hasSize(1);
  }
}
