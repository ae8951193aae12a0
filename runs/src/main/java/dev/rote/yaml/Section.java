package dev.rote.yaml;

import dev.rote.fault.RoteException;
import dev.rote.fault.Suggestion;
import dev.rote.yaml.Node.Entries;
import dev.rote.yaml.Node.Items;
import dev.rote.yaml.Node.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// One map of a recipe while it is read: each key is asked for with its type and default, then
/// [#build] refuses the keys that nobody asked for. So the questions are the table of known keys.
///
/// Every question throws a [RoteException] with line and key path if the value is of another kind.
/// Confined to one thread.
public final class Section {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private final String origin;
  private final String path;
  private final Entries map;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(String origin, String path, Node node) {
    this.origin = origin;
    this.path = path;
    if (!(node instanceof Entries entries)) {
      throw fault(node, "a map" + (path.isEmpty() ? "" : " at " + path), "write key: value");
    }
    map = entries;
  }

  /// The outermost map.
  ///
  /// @param origin for messages: "recipe q1.yaml"
  public static Section root(String origin, Node node) {
    return new Section(origin, "", node);
  }

  /// What a lone word stands for where a map with a `name` is wanted.
  public static Entries named(Scalar word) {
    return single("name", word);
  }

  private static Entries single(String key, Scalar value) {
    SequencedMap<String, Node> entries = new LinkedHashMap<>();
    entries.put(key, value);
    return new Entries(entries, value.line());
  }

  /// Whether a key is there; it counts as asked for.
  public boolean has(String key) {
    return take(key).isPresent();
  }

  /// The map under a key; empty if absent.
  public Section section(String key) {
    return new Section(origin, path(key), take(key).orElse(empty()));
  }

  /// The map under a key that may also be one word, its `name`; empty if absent.
  public Section named(String key) {
    Node node = take(key).orElse(empty());
    boolean word = node instanceof Scalar(String text, int _) && !text.isEmpty();
    return new Section(origin, path(key), word ? named((Scalar) node) : node);
  }

  /// The same, which may also be one number, the value of its key `number`.
  public Section named(String key, String number) {
    Node node = take(key).orElse(empty());
    boolean lone = node instanceof Scalar(String text, int _) && NUMBER.matcher(text).matches();
    return lone ? new Section(origin, path(key), single(number, (Scalar) node)) : named(key);
  }

  /// The maps listed under a key.
  ///
  /// @param most how many there may be
  public List<Section> sections(String key, Node otherwise, int most) {
    Node node = take(key).orElse(otherwise);
    if (!(node instanceof Items(List<Node> items, int _))
        || items.isEmpty()
        || items.size() > most) {
      throw fault(key, node, "a list of 1 to " + most + " maps");
    }
    List<Section> sections = new ArrayList<>();
    for (Node item : items) {
      sections.add(new Section(origin, path(key) + "." + sections.size(), item));
    }
    return sections;
  }

  /// The map under a key whose keys are for the asker to judge, in the order of the file; empty if
  /// absent.
  public SequencedMap<String, Node> entries(String key) {
    return section(key).map.entries();
  }

  /// The finite numbers listed under a key.
  public double[] numbers(String key) {
    return items(key).stream().mapToDouble(one -> one.number("")).toArray();
  }

  /// The whole numbers listed under a key.
  public List<Long> wholeNumbers(String key) {
    return items(key).stream().map(one -> one.whole("", Long.MIN_VALUE, Long.MAX_VALUE)).toList();
  }

  /// The values listed under a key, each as a map from "" to it.
  private List<Section> items(String key) {
    Node node = required(key);
    if (!(node instanceof Items(List<Node> items, int _))) {
      throw fault(key, node, "a list");
    }
    List<Section> sections = new ArrayList<>();
    for (Node item : items) {
      SequencedMap<String, Node> one = new LinkedHashMap<>();
      one.put("", item);
      String place = path(key) + "." + sections.size();
      sections.add(new Section(origin, place, new Entries(one, item.line())));
    }
    return sections;
  }

  /// Where it stands, for messages: "sweep rates.yaml, line 7".
  public String place() {
    return Yaml.place(origin, map.line()) + (path.isEmpty() ? "" : ", " + path);
  }

  /// A section of its own for a value of [#entries].
  ///
  /// @param key its path
  public Section of(String key, Node node) {
    return new Section(origin, key, node);
  }

  /// Free text, not empty.
  public String text(String key, String otherwise) {
    return take(key).map(node -> scalar(key, node, "text")).orElse(otherwise);
  }

  /// A file that has to be named.
  ///
  /// @param base what it is relative to
  /// @return absolute
  public Path file(String key, Path base) {
    Node node = required(key);
    try {
      return base.resolve(scalar(key, node, "a file")).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw fault(key, node, "a file");
    }
  }

  /// A whole number, or a word that stands for one and is the default.
  public int whole(String key, String word, int meaning, int least, int most) {
    Node node = take(key).orElse(new Scalar(word, 0));
    boolean isWord = node instanceof Scalar(String text, int _) && text.equals(word);
    return isWord ? meaning : (int) whole(key, least, most);
  }

  /// A map from whole numbers to whole numbers, all from `least` to `most`; empty if absent.
  public Map<Integer, Integer> wholes(String key, int least, int most) {
    Section section = section(key);
    Map<Integer, Integer> wholes = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : section.map.entries().entrySet()) {
      String from = entry.getKey();
      boolean whole = from.matches("0|[1-9]\\d{0,9}");
      if (!whole || Long.parseLong(from) < least || Long.parseLong(from) > most) {
        throw new RoteException(
            Yaml.place(origin, entry.getValue().line()),
            "keys from " + least + " to " + most + " under " + section.path,
            Node.quoted(from),
            "correct the key");
      }
      wholes.put(Integer.valueOf(from), (int) section.whole(from, least, most));
    }
    return wholes;
  }

  /// A whole number.
  public long whole(String key, long otherwise, long least, long most) {
    return has(key) ? whole(key, least, most) : otherwise;
  }

  /// A whole number that has to be there.
  public long whole(String key, long least, long most) {
    Node node = required(key);
    String expected = "a whole number from " + least + " to " + most;
    try {
      long value = Long.parseLong(scalar(key, node, expected));
      if (value >= least && value <= most) {
        return value;
      }
      throw fault(key, node, expected);
    } catch (NumberFormatException e) {
      throw fault(key, node, expected);
    }
  }

  /// A finite number; −0 is 0.
  public double number(String key, double otherwise) {
    return has(key) ? number(key) : otherwise;
  }

  /// A finite number that has to be there.
  public double number(String key) {
    Node node = required(key);
    String text = scalar(key, node, "a number");
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw fault(key, node, "a number");
    }
    return value + 0.0;
  }

  /// The one of several things that a word names.
  public <T> T choice(String key, List<T> all, Function<T, String> word, T otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    Node node = required(key);
    List<String> words = all.stream().map(word).toList();
    String text = scalar(key, node, "one of " + String.join(", ", words));
    int index = words.indexOf(text);
    if (index < 0) {
      throw fault(node, "a known word at " + path(key), Suggestion.didYouMean(text, words));
    }
    return all.get(index);
  }

  /// Refuses unknown keys, then makes what this map describes.
  ///
  /// @throws RoteException with the place of this map if it is refused for its values
  public <T> T build(Supplier<T> make) {
    for (Map.Entry<String, Node> entry : map.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new RoteException(
            Yaml.place(origin, entry.getValue().line()),
            "a known key" + (path.isEmpty() ? "" : " under " + path),
            Node.quoted(entry.getKey()),
            Suggestion.didYouMean(entry.getKey(), known));
      }
    }
    try {
      return make.get();
    } catch (RoteException e) {
      throw e.within(Yaml.place(origin, map.line()));
    }
  }

  private Optional<Node> take(String key) {
    known.add(key);
    return Optional.ofNullable(map.entries().get(key));
  }

  private Node required(String key) {
    return take(key).orElse(new Scalar("", map.line()));
  }

  private Node empty() {
    return new Entries(new LinkedHashMap<>(), map.line());
  }

  private String scalar(String key, Node node, String expected) {
    if (node instanceof Scalar(String text, int _) && !text.isEmpty()) {
      return text;
    }
    throw fault(key, node, expected);
  }

  private String path(String key) {
    return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
  }

  /// That a value is not what is expected under a key.
  public RoteException fault(String key, Node node, String expected) {
    return fault(node, expected + " at " + path(key), "correct " + key);
  }

  private RoteException fault(Node node, String expected, String help) {
    return new RoteException(Yaml.place(origin, node.line()), expected, node.shown(), help);
  }
}
