package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreAddressTest {

  @Test
  void parse_file_isAbsolute() {
    assertThat(StoreAddress.parse("a/../runs.db"))
        .isEqualTo(new StoreAddress.SqliteFile(Path.of("runs.db").toAbsolutePath()));
  }

  @Test
  void parse_none_isNowhere() {
    assertThat(StoreAddress.parse("none")).isEqualTo(new StoreAddress.Nowhere());
  }

  @Test
  void parse_postgres_takesAllPartsAndNeverShowsThePassword() {
    StoreAddress address =
        StoreAddress.parse(
            "postgresql://ann:p%40ss%3Aw+rd@db.example:6543/runs?sslmode=verify-full"
                + "&currentSchema=team");
    assertThat(address)
        .isEqualTo(
            new StoreAddress.Postgres(
                "db.example",
                6543,
                "runs",
                "ann",
                "p@ss:w+rd",
                new LinkedHashMap<>(Map.of("sslmode", "verify-full", "currentSchema", "team"))));
    assertThat(address).hasToString("postgresql://ann@db.example:6543/runs");
    assertThat(StoreAddress.parse("postgres://[::1]/r")).hasToString("postgresql://[::1]:5432/r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://u:secret@host                       | no database
          postgresql:///runs                               | no host
          postgresql://u:secret@host/a/b                   | no database
          postgresql://u:secret@ho st/runs                 | a character
          postgresql://u:secret@h/r?socketFactory=evil     | "socketFactory"
          postgresql://u:secret@h/r?sslMode=require        | did you mean "sslmode"
          postgresql://u:secret@h/r?loggerFile=/tmp/x      | a setting Rote passes on
          jdbc:sqlite:runs.db                              | a file, postgresql://
          jdbc:postgresql://u:secret@h/r                   | a file, postgresql://
          mysql://u:secret@h/r                             | a file, postgresql://
          file:runs.db?mode=memory                         | a file, postgresql://
          runs.db?cache=shared                             | without ?
          ''                                               | nothing
          """)
  void parse_anythingElse_isOneLineWithoutThePassword(String text, String expected) {
    assertThatThrownBy(() -> StoreAddress.parse(text))
        .isInstanceOf(RoteException.class)
        .hasMessageStartingWith("run store")
        .hasMessageContaining(expected)
        .hasMessageNotContaining("secret");
  }
}
