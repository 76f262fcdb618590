package io.github.camelaudio.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceManagerTest {

  private final List<String> sent = new ArrayList<>();
  private final FakeClock clock = new FakeClock();
  private final ServiceManager manager = new ServiceManager(sent::add, clock, 0);

  @Test
  void run_isReady_reloadsWithTheTime_andStopsOnce() {
    clock.advanceMillis(7);
    long micros = clock.nanoTime() / 1_000;
    manager.ready("running");
    assertThat(manager.reloading()).isTrue();
    manager.ready("reloaded");
    assertThat(manager.isStopping()).isFalse();
    manager.stopping();
    manager.stopping();
    assertThat(manager.isStopping()).isTrue();
    assertThat(manager.reloading()).as("a reload while it stops").isFalse();
    manager.ready("too late");
    manager.alive();
    manager.status("too late");
    assertThat(sent)
        .containsExactly(
            "READY=1\nSTATUS=running",
            "RELOADING=1\nMONOTONIC_USEC=" + micros + "\nSTATUS=reading routes and keys",
            "READY=1\nSTATUS=reloaded",
            "STOPPING=1\nSTATUS=stopping");
  }

  @Test
  void status_isOneLine_shortened_andSentWhenItIsAnother() {
    manager.status("a\nREADY=1\n");
    manager.status("a READY=1");
    manager.status("x".repeat(400));
    assertThat(sent).containsExactly("STATUS=a READY=1", "STATUS=" + "x".repeat(300) + "…");
  }

  @ParameterizedTest
  @CsvSource({
    "60000000, 42, 60000000",
    "60000000, , 60000000",
    "60000000, 43, 0",
    ", 42, 0",
    "-1, 42, 0",
    "a, 42, 0",
  })
  void watchdog_isForThisProcess(@Nullable String micros, @Nullable String process, long expected) {
    Map<String, String> environment = new HashMap<>();
    if (micros != null) {
      environment.put("WATCHDOG_USEC", micros);
    }
    if (process != null) {
      environment.put("WATCHDOG_PID", process);
    }
    assertThat(ServiceManager.watchdogMicros(environment, 42)).isEqualTo(expected);
  }

  @Test
  void alive_isToBeCalledTwiceInTheTime() {
    assertThat(new ServiceManager(sent::add, clock, 3_000_000).aliveMillis()).isEqualTo(1_500);
    assertThat(manager.aliveMillis()).isZero();
  }

  @Test
  void of_withoutAManager_isNull() {
    assertThat(ServiceManager.of(Map.of())).isNull();
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", ""))).isNull();
  }
}
