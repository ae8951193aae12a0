package dev.rote.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// HTML and SVG, written tag by tag: well-formed as XML, every text and attribute value escaped.
///
/// Attributes are given as name, value, name, value. Confined to one thread.
final class Markup {

  /// Elements in running text, around which white space would show.
  private static final Set<String> INLINE =
      Set.of("a", "code", "pre", "small", "span", "strong", "td", "th", "tspan");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> unclosed = new ArrayDeque<>();

  Markup open(String tag, String... attributes) {
    start(tag, attributes);
    out.append('>');
    unclosed.push(tag);
    return this;
  }

  /// Closes the innermost open element.
  ///
  /// @param tag its name, for the reader and as a check
  Markup close(String tag) {
    if (!tag.equals(unclosed.peek())) {
      throw new IllegalStateException("</" + tag + "> where " + unclosed + " are open");
    }
    unclosed.pop();
    out.append("</").append(tag).append('>');
    return breakAfter(tag);
  }

  /// An element with nothing in it: a void HTML element or an SVG shape.
  Markup leaf(String tag, String... attributes) {
    start(tag, attributes);
    out.append(" />");
    return breakAfter(tag);
  }

  /// An element with nothing but text in it.
  Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  /// Inserts markup that is complete in itself.
  Markup add(Markup part) {
    out.append(part);
    return this;
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private Markup breakAfter(String tag) {
    if (!INLINE.contains(tag)) {
      out.append('\n');
    }
    return this;
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isXml(character) ? character : 0xFFFD);
              }
            });
  }

  /// Whether XML 1.0 allows a character at all; it forbids most controls and lone surrogates.
  private static boolean isXml(int character) {
    return character == '\t'
        || character == '\n'
        || (character >= 0x20 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }

  /// The markup so far, which is complete.
  @Override
  public String toString() {
    if (!unclosed.isEmpty()) {
      throw new IllegalStateException("not closed: " + unclosed);
    }
    return out.toString();
  }
}
