package io.github.camelaudio.component.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.playout.stats.StallCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointTraceTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final EndpointTrace trace = new EndpointTrace();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void file_hasWhatIsToldBetweenStartAndStop_andTheNextFileWhatFollows() throws Exception {
    tell(1);
    assertFalse(trace.told().isWanted());
    trace.start(context, "speaker:test", folder.resolve("a.csv"));
    assertTrue(trace.told().isWanted());
    assertEquals(folder.resolve("a.csv"), Objects.requireNonNull(trace.status()).file());
    tell(2);
    tell(3);
    assertTrue(trace.stop(context));
    assertNull(trace.status());
    assertFalse(trace.told().isWanted());
    tell(4);
    trace.start(context, "speaker:test", folder.resolve("b.csv"));
    tell(5);
    assertTrue(trace.stop(context));
    assertFalse(trace.stop(context));
    assertEquals(List.of("2.000", "3.000"), stalls("a.csv"));
    assertEquals(List.of("5.000"), stalls("b.csv"));
  }

  private void tell(int millis) {
    trace.told().stalled(StallCause.DEVICE, millis * 1_000_000L, 7);
  }

  private List<String> stalls(String file) throws Exception {
    return Files.readAllLines(folder.resolve(file)).stream()
        .skip(1)
        .map(line -> line.substring(line.lastIndexOf(',') + 1))
        .toList();
  }
}
