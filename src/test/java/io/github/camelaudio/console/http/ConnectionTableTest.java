package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

  private final FakeClock clock = new FakeClock();
  private final List<String> closed = new ArrayList<>();
  private final ConnectionTable<String> table = new ConnectionTable<>(clock, closed::add);

  private @Nullable String open(String name, String address) {
    try {
      return table.opened(name, InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void openBusy(int count, String address) {
    for (int i = 0; i < count; i++) {
      assertThat(open(address + "#" + i, address)).isNull();
      table.begun(address + "#" + i, () -> true);
    }
  }

  @Test
  void aHost_hasFifty_thisMachineAHundred_allTwoHundred() {
    openBusy(50, "192.0.2.7");
    assertThat(open("more", "192.0.2.7")).isEqualTo("it has 50 connections");
    openBusy(100, "127.0.0.1");
    assertThat(open("more", "127.0.0.1")).isEqualTo("it has 100 connections");
    openBusy(50, "192.0.2.8");
    assertThat(open("more", "192.0.2.9")).isEqualTo("there are 200 connections");
    assertThat(closed).isEmpty();
    table.closed("192.0.2.8#0");
    assertThat(open("one", "192.0.2.9")).isNull();
    assertThat(table.size()).isEqualTo(200);
  }

  @Test
  void aThousandThatSendNothing_leaveRoomForOneMore_andTheOthersServed() {
    open("page", "127.0.0.1");
    table.begun("page", () -> true);
    open("kept alive", "127.0.0.1");
    table.begun("kept alive", () -> true);
    table.ended("kept alive");
    for (int i = 0; i < 1_000; i++) {
      clock.advanceMillis(1);
      assertThat(open("silent " + i, "127.0.0.1")).isNull();
    }
    assertThat(closed).hasSize(902).startsWith("silent 0").doesNotContain("page", "kept alive");
    assertThat(table.size()).isEqualTo(100);
  }

  @Test
  void whoSendsNoRequest_isClosed() {
    open("slow", "192.0.2.7");
    open("quick", "192.0.2.7");
    table.begun("quick", () -> true);
    clock.advanceMillis(10_000);
    table.sweep();
    assertThat(closed).isEmpty();
    clock.advanceMillis(1);
    table.sweep();
    assertThat(closed).containsExactly("slow");
  }

  @Test
  void betweenRequests_aMinuteIsLeft_andForABody() {
    open("idle", "192.0.2.7");
    table.begun("idle", () -> true);
    table.ended("idle");
    open("body", "192.0.2.7");
    table.begun("body", () -> false);
    open("events", "192.0.2.7");
    table.begun("events", () -> true);
    clock.advanceMillis(60_000);
    table.sweep();
    assertThat(closed).isEmpty();
    clock.advanceMillis(1);
    table.sweep();
    assertThat(closed).containsExactly("idle", "body");
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void whetherABodyHasCome_isAskedWithoutTheLock_andARequestThatEndsMeanwhileStays() {
    open("body", "192.0.2.7");
    table.begun(
        "body",
        () -> {
          assertThat(Thread.holdsLock(table)).isFalse();
          table.ended("body");
          return false;
        });
    clock.advanceMillis(60_001);
    table.sweep();
    assertThat(closed).isEmpty();
    assertThat(table.size()).isEqualTo(1);
  }
}
