package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {

  @Test
  void element_escapesTextAndAttributes() {
    assertThat(new Markup().element("a", "<&>\"'", "href", "<&>\"'"))
        .hasToString("<a href=\"&lt;&amp;&gt;&quot;&#39;\">&lt;&amp;&gt;&quot;&#39;</a>");
  }

  @Test
  void close_inTheWrongOrder_isRefused() {
    Markup markup = new Markup().open("p").open("span");

    assertThatThrownBy(() -> markup.close("p")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(markup::toString).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void number_hasAtMostTwoDecimals() {
    assertThat(Svg.number(100)).isEqualTo("100");
    assertThat(Svg.number(0.125)).isEqualTo("0.13");
    assertThat(Svg.number(-2.5)).isEqualTo("-2.5");
    assertThat(Svg.number(-0.001)).isEqualTo("0");
  }
}
