package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {

  /// More members than processors, so that many come late.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void run_manyCalls_everyShareIsDoneOnceByTheEndOfItsCall(int members) {
    AtomicIntegerArray done = new AtomicIntegerArray(members);
    try (Team team = new Team(members)) {
      for (int call = 1; call <= 5_000; call++) {
        team.run((member, _) -> done.incrementAndGet(member));
        for (int member = 0; member < members; member++) {
          assertThat(done.get(member)).isEqualTo(call);
        }
      }
    }
  }

  @Test
  void run_aShareFails_saysSoAndGoesOn() {
    try (Team team = new Team(2)) {
      for (int call = 0; call < 100; call++) {
        assertThatThrownBy(
                () ->
                    team.run(
                        (member, _) -> {
                          if (member == 1) {
                            throw new IllegalStateException("this share");
                          }
                        }))
            .hasMessage("this share");
      }
      AtomicIntegerArray done = new AtomicIntegerArray(2);
      team.run((member, _) -> done.incrementAndGet(member));
      assertThat(done.get(0) + done.get(1)).isEqualTo(2);
    }
  }
}
