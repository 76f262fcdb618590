package io.github.camelaudio.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.recorder.store.SourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewFilesTest {

  private static final long SECOND = 1_000_000_000L;

  private final NewFiles files = new NewFiles(64);

  @Test
  void aSource_hasItsBurst_thenTwentyWithEachSecond() {
    assertThat(begun("a", 100, 0)).isEqualTo(64);
    assertThat(begun("a", 100, SECOND)).isEqualTo(20);
    assertThat(begun("a", 100, SECOND + SECOND / 2)).isEqualTo(10);
    assertThat(begun("a", 100, 100 * SECOND)).as("no more than the burst").isEqualTo(64);
  }

  @Test
  void anotherSource_isNotAffected() {
    assertThat(begun("a", 100, 0)).isEqualTo(64);
    assertThat(begun("b", 10, 0)).isEqualTo(10);
  }

  @Test
  void aCrowdOfSources_isNotRememberedForEver_butTheOneThatAsksIs() {
    begun("a", 100, 0);
    for (int i = 0; i < 5_000; i++) {
      begun("other " + i, 1, 0);
      assertThat(files.allows("a", 0)).isFalse();
    }
  }

  private int begun(String source, int tries, long now) {
    int begun = 0;
    for (int i = 0; i < tries; i++) {
      if (files.allows(source, now)) {
        files.count(source, now);
        begun++;
      }
    }
    return begun;
  }

  @ParameterizedTest
  @CsvSource({
    "stream 1a2b3c4d from 192.168.1.20:4711, 192.168.1.20",
    "' from fe80:0:0:0:0:0:0:1%eth0:4711', fe80:0:0:0:0:0:0:1%eth0",
    "' from mic:default', mic:default",
    "' from 2001:db8:1:2:3:4:5:6:4711', 2001:db8:1:2:0:0:0:0/64",
    "' from 2001:db8:1:2:3:4:5:6%0:4711', 2001:db8:1:2:0:0:0:0/64",
    "' from a host:80', a host",
    "stream 1a2b3c4d, ''",
    "'', ''",
  })
  void sourceName_isTheHostAsLimitsCountIt(String description, String name) {
    assertThat(SourceName.of(description)).isEqualTo(name);
  }
}
