package dev.rote.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("name", "rate", "momentum", "weight-decay", "t");

  @ParameterizedTest
  @CsvSource({
    "momentun, momentum",
    "momntum, momentum",
    "momentumm, momentum",
    "MOMENTUM, momentum",
    "weight_decay, weight-decay",
    "weigth-decay, weight-decay",
    "rat, rate",
    "nmae, name",
  })
  void didYouMean_slipOfTheFinger_namesTheWord(String typed, String meant) {
    assertThat(Suggestion.didYouMean(typed, KNOWN)).isEqualTo("did you mean \"" + meant + "\"?");
  }

  @Test
  void didYouMean_anotherWord_listsWhatIsKnown() {
    assertThat(Suggestion.didYouMean("learning", KNOWN))
        .isEqualTo("use one of name, rate, momentum, weight-decay, t");
    assertThat(Suggestion.didYouMean("rota", KNOWN)).startsWith("use one of");
    assertThat(Suggestion.didYouMean("m".repeat(1_000_000), KNOWN)).startsWith("use one of");
    assertThat(Suggestion.didYouMean("", List.of("name"))).isEqualTo("use one of name");
  }
}
