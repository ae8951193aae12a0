package dev.rote.yaml;

import dev.rote.fault.RoteException;
import dev.rote.yaml.Node.Entries;
import dev.rote.yaml.Node.Items;
import dev.rote.yaml.Node.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads the plain part of YAML: maps, lists and scalars. Aliases, tags, repeated keys and a second
/// document are refused, and so is what is too large or too deep to be a recipe.
public final class Yaml {

  /// The largest recipe, in characters or bytes.
  public static final int MAX_SIZE = 1 << 20;

  private static final int MAX_DEPTH = 32;

  private static final Pattern PROBLEM_LINE = Pattern.compile("(?m)^ in reader, line (\\d{1,7}),");

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_SIZE)
                  .build())
          .build();

  private final YAMLParser parser;
  private final String origin;
  private final boolean override;

  /// Reads a file.
  ///
  /// @param origin for messages: "recipe q1.yaml"
  /// @param kind what the file should be: "recipe"
  /// @return empty if there is no value in it
  /// @throws RoteException if it cannot be read, is too large or no plain YAML
  public static Optional<Node> read(Path file, String origin, String kind) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw new RoteException(origin, "at most 1 MiB", "more", "give a " + kind + " file");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text, origin, false);
    } catch (CharacterCodingException e) {
      throw new RoteException(origin, "UTF-8", "other bytes", "save it as UTF-8", e);
    } catch (IOException e) {
      throw RoteException.io(origin, "give a readable " + kind + " file", e);
    }
  }

  private Yaml(YAMLParser parser, String origin, boolean override) {
    this.parser = parser;
    this.origin = origin;
    this.override = override;
  }

  /// Reads a document.
  ///
  /// @param origin for messages: "recipe q1.yaml"
  /// @param override whether it is an override's value, which has no line
  /// @return empty if there is no value in it
  /// @throws RoteException naming the line
  public static Optional<Node> parse(String text, String origin, boolean override) {
    if (text.length() > MAX_SIZE) {
      throw new RoteException(
          origin, "at most " + MAX_SIZE + " characters", "" + text.length(), "shorten it");
    }
    try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text)) {
      Yaml yaml = new Yaml(parser, origin, override);
      JsonToken first = parser.nextToken();
      if (first == null) {
        return Optional.empty();
      }
      Node root = yaml.node(first, yaml.line());
      if (parser.nextToken() != null) {
        throw yaml.fault("one document", "a second one", "remove what follows ---");
      }
      return Optional.of(root).filter(node -> !node.equals(new Scalar("", node.line())));
    } catch (JacksonException e) {
      String place = place(origin, override ? 0 : problemLine(e.getOriginalMessage()));
      throw new RoteException(place, "plain YAML", "an error: " + problem(e), "correct it", e);
    }
  }

  /// The parser's own words without its drawing of the place.
  private static String problem(JacksonException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.startsWith(" "))
        .collect(Collectors.joining(" "));
  }

  /// The parser says the line in its words only; of two, the last is where it stopped.
  private static int problemLine(String message) {
    return PROBLEM_LINE
        .matcher(message)
        .results()
        .mapToInt(match -> Integer.parseInt(match.group(1)))
        .reduce(0, (_, last) -> last);
  }

  private Node node(JsonToken token, int line) {
    if (parser.isCurrentAlias()) {
      throw fault("no aliases", "one", "write the value out");
    }
    if (parser.getTypeId() != null) {
      throw fault("no tags", "one", "write the value plainly");
    }
    return switch (token) {
      case START_OBJECT -> entries(line);
      case START_ARRAY -> items(line);
      default -> new Scalar(parser.getString(), line);
    };
  }

  private Entries entries(int line) {
    SequencedMap<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      int keyLine = line();
      if (entries.putIfAbsent(key, node(parser.nextToken(), keyLine)) != null) {
        throw fault("every key once", Node.quoted(key) + " twice", "remove one");
      }
    }
    return new Entries(entries, line);
  }

  private Items items(int line) {
    List<Node> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token, line()));
    }
    return new Items(items, line);
  }

  private int line() {
    return override ? 0 : parser.currentTokenLocation().getLineNr();
  }

  private RoteException fault(String expected, String found, String help) {
    return new RoteException(place(origin, line()), expected, found, help);
  }

  /// A place for messages.
  public static String place(String origin, int line) {
    return origin + (line > 0 ? ", line " + line : "");
  }
}
