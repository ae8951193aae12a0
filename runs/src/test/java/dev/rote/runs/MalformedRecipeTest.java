package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.Randomness;
import dev.rote.fault.RoteException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that are no recipes, each refused in one line that says where and what to do.
class MalformedRecipeTest {

  /// ¶ stands for a line's end; the message follows "recipe q1.yaml".
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "optimizer: {momentun: 0.9}|, line 1: expected a known key under optimizer, found \"momentun\"; did you mean \"momentum\"?",
        "¶epoch: 3|, line 2: expected a known key, found \"epoch\"; did you mean \"epochs\"?",
        "optimzer:¶  rate: 1|, line 1: expected a known key, found \"optimzer\"; did you mean \"optimizer\"?",
        "colour: red|found \"colour\"; use one of name, data, network, objective,",
        "data:¶  limt: 3|, line 2: expected a known key under data, found \"limt\"; did you mean \"limit\"?",
        "network:¶  layers:¶    - {dense: 3, activaton: relu}|, line 3: expected a known key under network.layers.0, found \"activaton\"; did you mean \"activation\"?",
        "schedule: {name: cosine, every: 3}|found \"every\"; use one of name, floor",
        "optimizer: {name: adam, momentum: 0.9}|under optimizer, found \"momentum\"; use one of name, rate, beta1,",
        "schedule: {name: warm-up, then: {name: step, evry: 3}}|under schedule.then, found \"evry\"; did you mean \"every\"?",
        "__proto__: {}|expected a known key, found \"__proto__\"",
        "'@class': java.lang.Runtime|expected a known key, found \"@class\"",
        "<<: {epochs: 3}|expected a known key, found \"<<\"",
        "data: {name: mnist, train: {images: a, labels: b}, heldout: {images: a, labels: b}}|under data, found \"name\"; use one of table, train, heldout,",
        "optimizer: adamn|, line 1: expected a known word at optimizer.name, found \"adamn\"; did you mean \"adam\"?",
        "optimizer: SGD|found \"SGD\"; did you mean \"sgd\"?",
        "objective: mse|expected a known word at objective, found \"mse\"; use one of softmax-cross-entropy, softmax-squared-error, squared-error",
        "network: {activation: 'RELU '}|at network.activation, found \"RELU \"; did you mean \"relu\"?",
        "init: xavier|at init, found \"xavier\"; use one of xavier-uniform,",
        "optimizer: {nesterov: yes}|a known word at optimizer.nesterov, found \"yes\"; use one of true, false",
        "record: yes|a known word at record, found \"yes\"; use one of true, false",
        "record: true¶epochs: 65536|, recipe: expected at most 65535 epochs to record, found 65536; set record=false",
        "epochs: many|, line 1: expected a whole number from 1 to 2147483647 at epochs, found \"many\"; correct epochs",
        "epochs: 0|at epochs, found \"0\"",
        "epochs: 2147483648|at epochs, found \"2147483648\"",
        "epochs: 3.0|at epochs, found \"3.0\"",
        "epochs: 0x10|at epochs, found \"0x10\"",
        "epochs:|at epochs, found nothing",
        "epochs: [3]|at epochs, found a list",
        "epochs: {a: 3}|at epochs, found a map",
        "batch: -1|at batch, found \"-1\"",
        "seed: 9223372036854775808|at seed, found \"9223372036854775808\"",
        "data: {limit: none}|from 1 to 2147483647 at data.limit, found \"none\"",
        "data: {limit: 0}|at data.limit, found \"0\"",
        "data: {labels: randm}|, line 1: expected a known word at data.labels.name, found \"randm\"; did you mean \"random\"?",
        "data: {labels: symmetric}|at data.labels.name, found \"symmetric\"; use one of given, random",
        "data: {labels: {name: random, classes: 1}}|expected a whole number from 2 to 2147483647 at data.labels.classes, found \"1\"",
        "data: {labels: {name: random, classes: all}}|at data.labels.classes, found \"all\"",
        "data: {labels: {name: random, classes: 65537}}|, line 1, random labels: expected 2 to 65536 classes, found 65537",
        "data: {labels: {classes: 2}}|expected a known key under data.labels, found \"classes\"; use one of name",
        "data: {labels:}|expected a map at data.labels, found nothing",
        "data:¶  labels: random¶  noise: 0.1|, data: expected random labels or label noise, found both; leave the labels or the noise out",
        "data: {noise: 1.5}|, line 1, symmetric noise: expected a share above 0 and at most 1, found 1.5; set a probability",
        "data: {noise: -0.1}|symmetric noise: expected a share above 0 and at most 1, found -0.1",
        "data: {noise: 1e999}|expected a number at data.noise.share, found \"1e999\"",
        "data: {noise: symetric}|at data.noise.name, found \"symetric\"; did you mean \"symmetric\"?",
        "data: {noise: pairs}|expected a number at data.noise.share, found nothing; correct share",
        "data: {noise: {name: pairs, share: 0.1, map: {0: 1}}}|a known key under data.noise, found \"map\"; use one of name, share",
        "data: {noise: {name: swaps, share: 0.1}}|, line 1, class swaps: expected a map of classes, found an empty one",
        "data: {noise: {name: swaps, share: 0.1, map: {3: 3}}}|class swaps: expected two different classes, counted from 0, found 3 to 3",
        "data: {noise: {name: swaps, share: 0.1, map: {a: 3}}}|, line 1: expected keys from 0 to 2147483647 under data.noise.map, found \"a\"; correct the key",
        "data: {noise: {name: swaps, share: 0.1, map: {-1: 3}}}|keys from 0 to 2147483647 under data.noise.map, found \"-1\"",
        "data: {noise: {name: swaps, share: 0.1, map: {00: 3}}}|under data.noise.map, found \"00\"",
        "data: {noise: {name: swaps, share: 0.1, map: {2147483648: 3}}}|under data.noise.map, found \"2147483648\"",
        "data: {noise: {name: swaps, share: 0.1, map: {0: b}}}|expected a whole number from 0 to 2147483647 at data.noise.map.0, found \"b\"",
        "data: {noise: {name: swaps, share: 0.1, map: [0, 1]}}|expected a map at data.noise.map, found a list",
        "optimizer: {rate: fast}|expected a number at optimizer.rate, found \"fast\"",
        "optimizer: {rate: .nan}|expected a number at optimizer.rate, found \".nan\"",
        "optimizer: {rate: 1e999}|expected a number at optimizer.rate, found \"1e999\"",
        "optimizer: {rate: 1d}|expected a number at optimizer.rate, found \"1d\"",
        "¶optimizer: {rate: -1}|, line 2, sgd: expected a rate above 0, found -1.0; set a finite positive rate",
        "optimizer: {momentum: 1}|, line 1, sgd: expected momentum from 0 to below 1, found 1.0",
        "optimizer: {nesterov: true}|, line 1, sgd: expected momentum above 0 with nesterov",
        "optimizer: {name: adam, epsilon: 0}|, line 1, adam: expected epsilon above 0",
        "schedule: {name: cosine, floor: 2}|, line 1, cosine schedule: expected floor from 0 to 1",
        "schedule: {name: warm-up, then: warm-up}|, line 1, warm-up: expected one warm-up, found two",
        "network: {layers: []}|expected a list of 1 to 1000 maps at network.layers, found an empty list",
        "network: {layers: 128}|maps at network.layers, found \"128\"",
        "network: {layers: [128, 10]}|expected a map at network.layers.0, found \"128\"",
        "network: {layers: [{activation: relu}]}|2147483647 at network.layers.0.dense, found nothing",
        "network: {layers: [{dense: 16777217}]}|, line 1, dense layer: expected outputs of 1 to 16777216",
        "network: {layers: [{dense: 5}, {dense: 3, inputs: 4}]}|, line 1, network layer 1: expected 5 inputs",
        "network: {inputs: 20000000}|, dense layer: expected inputs of 1 to 16777216",
        "network: 784-10|expected a map at network, found \"784-10\"; write key: value",
        "data:|expected a map at data, found nothing",
        "data: {train: {images: a, labels: b}}|expected a file at data.heldout.images, found nothing",
        "data: {train: {images: a}, heldout: {images: a, labels: b}}|a file at data.train.labels, found nothing",
        "data: {train: {images: \"a\\0\", labels: b}}|expected a file at data.train.images",
        "data: {name: ''}|expected text at data.name, found nothing",
        "name: \"two\\nlines\"|, name: expected at most 100 printable characters, found \"two lines\"",
        "name: \"\\u202Egpj\"|, name: expected at most 100 printable characters",
        "name: \"a\\u2028b\"|, name: expected at most 100 printable characters",
        "name: [a]|expected text at name, found a list",
        "[]|expected a map, found an empty list; write key: value",
        "recipe|expected a map, found \"recipe\"",
        "epochs: 3¶epochs: 3|, line 2: expected every key once, found \"epochs\" twice",
        "data: {limit: 1, 'limit': 2}|, line 1: expected every key once, found \"limit\" twice",
        "epochs: &n 3¶batch: *n|, line 2: expected no aliases, found one; write the value out",
        "network: &n {inputs: *n}|expected no aliases",
        "epochs: 3¶*n : 3|expected plain YAML",
        "epochs: !!int 3|expected no tags",
        "data: !java.io.File {}|expected no tags",
        "epochs: 3¶---¶epochs: 4|, line 3: expected one document, found a second one",
        "¶epochs: @3|expected plain YAML, found an error: while scanning for the next token found character '@'",
        "epochs: 3¶\tbatch: 3|, line 2: expected plain YAML",
        "data: {limit: 3|expected plain YAML, found an error: while parsing a flow mapping",
        "epochs: 3¶ batch: 2|, line 2: expected plain YAML",
        "? [a]¶: 3|expected plain YAML",
        "epochs: \u00073|expected plain YAML, found an error: special characters are not allowed",
      })
  void parse_malformedRecipe_isRefused(String yaml, String message) {
    assertRefused(yaml.replace('¶', '\n'), message);
  }

  /// The message follows "recipe q1.yaml".
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "optimizer.rat=1|: expected a known key under optimizer, found \"rat\"; did you mean \"rate\"?",
        "optimzer.rate=1|: expected a known key, found \"optimzer\"; did you mean \"optimizer\"?",
        "optimizer.rate=fast|: expected a number at optimizer.rate, found \"fast\"; correct rate",
        "optimizer.rate=-1|sgd: expected a rate above 0, found -1.0",
        "optimizer.rate.x=1|expected a number at optimizer.rate, found a map",
        "epochs.x=1|at epochs, found a map",
        "epochs=|at epochs, found nothing",
        "epochs|, override \"epochs\": expected key=value, found no = after a key; write it like epochs=3",
        "=3|, override \"=3\": expected key=value",
        ".=3|: expected a known key, found \"\"",
        "network.layers.3.dense=1|, override \"network.layers.3.dense=1\": expected an index from 0 to 2, found \"3\"; name one that is there",
        "network.layers.-1.dense=1|expected an index from 0 to 2, found \"-1\"",
        "network.layers.x=1|expected an index from 0 to 2, found \"x\"",
        "network.layers.0=1|expected a map at network.layers.0, found \"1\"",
        "network.layers.0.inputs=5|network layer 0: expected 784 inputs, the width before it, found 5",
        "epochs={a: 1|, override \"epochs={a: 1\": expected plain YAML",
        "epochs=*a|, override \"epochs=*a\": expected no aliases",
        "data.noise.share=2|, symmetric noise: expected a share above 0 and at most 1, found 2.0",
        "data.noise.map.0=6|expected a known key under data.noise, found \"map\"; use one of name, share",
        "network.layers={dense: 3}|a list of 1 to 1000 maps at network.layers, found a map",
      })
  void parse_malformedOverride_isRefused(String override, String message) {
    assertRefused("epochs: 1", message, override);
  }

  @Test
  void parse_tooLargeOrTooDeep_isRefused() {
    assertRefused("#".repeat((1 << 20) + 1), "at most 1048576 characters, found 1048577");
    assertRefused(
        "[".repeat(100_000), "expected plain YAML, found an error: Document nesting depth");
    assertRefused(
        "- ".repeat(100_000), "expected plain YAML, found an error: Document nesting depth");
    assertRefused(
        "{a: ".repeat(100_000), "expected plain YAML, found an error: Document nesting depth");
    assertRefused("name: " + "x".repeat(101), "expected at most 100 printable characters");
    assertRefused("x".repeat(1000) + ": 1", "found \"" + "x".repeat(60) + "…\"");
    String layers = "{dense: 1},".repeat(1001);
    assertRefused("network: {layers: [" + layers + "]}", "expected a list of 1 to 1000 maps");
  }

  private static void assertRefused(String yaml, String message, String... overrides) {
    assertThatThrownBy(() -> RecipeFile.parse(yaml, "q1.yaml", Path.of("."), List.of(overrides)))
        .isExactlyInstanceOf(RoteException.class)
        .hasMessageStartingWith("recipe q1.yaml")
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  @Test
  void parse_anyDamageOfAnyRecipe_isReadOrRefusedButNeverAnotherException() {
    String good =
        RecipeFile.write(RecipeFile.parse("schedule: warm-up", "q1", Path.of("."), List.of()));
    String letters = "{}[],:&*!|>'\"%@`#-?~<=\\ \t\n\u0000\u0085\uFEFF\ud83dé1a";
    Randomness random = new Randomness(0, Randomness.Purpose.CHECK, 0);
    int refused = 0;
    for (int round = 0; round < 4_000; round++) {
      StringBuilder yaml = new StringBuilder(good);
      for (int edits = 1 + random.below(3); edits > 0; edits--) {
        int at = random.below(yaml.length());
        char letter = letters.charAt(random.below(letters.length()));
        switch (random.below(3)) {
          case 0 -> yaml.setCharAt(at, letter);
          case 1 -> yaml.insert(at, letter);
          default -> yaml.delete(at, Math.min(yaml.length(), at + 1 + random.below(20)));
        }
      }
      try {
        RecipeFile.parse(yaml.toString(), "q1.yaml", Path.of("."), List.of());
      } catch (RoteException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(2_000, 3_999);
  }
}
