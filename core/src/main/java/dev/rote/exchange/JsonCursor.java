package dev.rote.exchange;

import dev.rote.fault.RoteException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// A cursor that moves through JSON in UTF-8 and takes what it is told to expect: objects, arrays,
/// strings and whole numbers of 0 or more. Anything else is refused where it stands.
///
/// The caller's calls give the nesting, so no input can deepen it. Source: RFC 8259, with repeated
/// keys refused. Confined to one thread.
final class JsonCursor {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final byte[] text;
  private final String operation;
  private int at;

  /// @param operation for messages
  JsonCursor(byte[] text, String operation) {
    this.text = text;
    this.operation = operation;
  }

  /// Takes an object.
  ///
  /// @param member called with each key, to take its value
  void object(Consumer<String> member) {
    Set<String> seen = new HashSet<>();
    Runnable item =
        () -> {
          String key = string();
          if (!seen.add(key)) {
            throw new RoteException(
                operation, "every key once", "\"" + key + "\" twice", "write the file anew");
          }
          take(':');
          member.accept(key);
        };
    items('{', '}', item);
  }

  /// Takes an array.
  ///
  /// @param item called to take each item
  void array(Runnable item) {
    items('[', ']', item);
  }

  private void items(char open, char close, Runnable item) {
    take(open);
    if (peek() == close) {
      at++;
      return;
    }
    item.run();
    while (peek() == ',') {
      at++;
      item.run();
    }
    take(close);
  }

  /// Takes a whole number from 0 to 2⁶³ − 1.
  long natural() {
    int first = peek();
    long value = 0;
    int start = at;
    for (; at < text.length && text[at] >= '0' && text[at] <= '9'; at++) {
      int digit = text[at] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw fault("a number below 2^63");
      }
      value = 10 * value + digit;
    }
    if (at == start || (first == '0' && at > start + 1)) {
      throw fault("a whole number without leading zeros");
    }
    return value;
  }

  /// Takes a string.
  String string() {
    take('"');
    StringBuilder value = new StringBuilder();
    int run = at;
    while (true) {
      int next = at < text.length ? text[at] & 0xFF : 0;
      if (next < 0x20) {
        throw fault("the end of a string");
      }
      if (next == '"' || next == '\\') {
        append(value, run);
        at++;
        if (next == '"') {
          break;
        }
        value.append(escape());
        run = at;
      } else {
        at++;
      }
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw fault("whole Unicode characters before");
    }
    return value.toString();
  }

  private void append(StringBuilder value, int from) {
    try {
      ByteBuffer run = ByteBuffer.wrap(text, from, at - from);
      value.append(StandardCharsets.UTF_8.newDecoder().decode(run));
    } catch (CharacterCodingException e) {
      at = from;
      throw fault("UTF-8");
    }
  }

  private char escape() {
    int letter = at < text.length ? text[at] : -1;
    int simple = letter < 0 ? -1 : ESCAPES.indexOf(letter);
    if (simple >= 0) {
      at++;
      return ESCAPED.charAt(simple);
    }
    if (letter != 'u' || at + 5 > text.length) {
      throw fault("an escape");
    }
    int unit = 0;
    for (int i = 1; i <= 4; i++) {
      int digit = Character.digit(text[at + i], 16);
      if (digit < 0) {
        throw fault("four hex digits");
      }
      unit = unit << 4 | digit;
    }
    at += 5;
    return (char) unit;
  }

  /// Takes the end: nothing but spaces may follow.
  void end() {
    while (at < text.length && text[at] == ' ') {
      at++;
    }
    if (at < text.length) {
      throw fault("nothing but spaces");
    }
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw fault("" + wanted);
    }
    at++;
  }

  /// The next byte that is not white space, or −1.
  private int peek() {
    while (at < text.length && " \t\n\r".indexOf(text[at]) >= 0) {
      at++;
    }
    return at < text.length ? text[at] : -1;
  }

  private RoteException fault(String expected) {
    String found = at < text.length ? String.format("byte 0x%02x", text[at]) : "the end";
    return new RoteException(
        operation, expected + " at byte " + at + " of the header", found, "write the file anew");
  }
}
