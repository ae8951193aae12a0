package dev.rote.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;

/// A small bitmap font: machines without fonts draw the same pictures as those with.
///
/// `glyphs.txt` holds the characters from space to tilde in bands of sixteen, and after them the
/// box that stands for any other character. Accents are dropped.
final class Glyphs {
  static final int WIDTH = 5;

  /// Seven rows above the baseline and two below it.
  static final int HEIGHT = 9;

  /// From one character to the next.
  static final int ADVANCE = WIDTH + 1;

  private static final int BAND = 16;
  private static final int BOX = 127;

  private static final List<String> ROWS = read();

  private Glyphs() {}

  private static List<String> read() {
    try (InputStream in = Glyphs.class.getResourceAsStream("glyphs.txt")) {
      if (in == null) {
        throw new IllegalStateException("glyphs.txt is missing from the module");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The characters that will be drawn for a text, one glyph each.
  static int[] characters(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(character -> Character.getType(character) != Character.NON_SPACING_MARK)
        .toArray();
  }

  /// Whether a glyph is inked at a place.
  ///
  /// @param character any code point
  /// @param x 0 to WIDTH − 1
  /// @param y 0 to HEIGHT − 1, downwards
  static boolean inked(int character, int x, int y) {
    int index = (character >= ' ' && character < BOX ? character : BOX) - ' ';
    int row = index / BAND * (HEIGHT + 1) + y;
    return ROWS.get(row).charAt(index % BAND * ADVANCE + x) == '#';
  }
}
