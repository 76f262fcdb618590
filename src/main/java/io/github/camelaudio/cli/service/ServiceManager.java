package io.github.camelaudio.cli.service;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The states of a run in the words of sd_notify(3). Where several messages belong together they are
 * one datagram. Any thread.
 */
final class ServiceManager {

  private static final String READY = "READY=1";
  private static final int MAX_STATUS_CHARACTERS = 300;
  private static final Pattern MICROS = Pattern.compile("[1-9][0-9]{0,17}");

  private final Consumer<String> out;
  private final AudioClock clock;
  private final long watchdogMicros;
  private String status = "";
  private boolean stopping;

  /**
   * @param out takes one message
   * @param clock the system's monotonic one
   * @param watchdogMicros how often the manager wants to hear from the run; 0 for never
   */
  ServiceManager(Consumer<String> out, AudioClock clock, long watchdogMicros) {
    this.out = out;
    this.clock = clock;
    this.watchdogMicros = watchdogMicros;
  }

  /** The manager that started this process; null where none wants to be told. */
  static @Nullable ServiceManager of(Map<String, String> environment) {
    String name = environment.get("NOTIFY_SOCKET");
    NotifySocket socket = name == null || name.isEmpty() ? null : NotifySocket.of(name);
    return socket == null
        ? null
        : new ServiceManager(
            socket,
            SystemClock.INSTANCE,
            watchdogMicros(environment, ProcessHandle.current().pid()));
  }

  /** The watchdog is for the process that {@code WATCHDOG_PID} names, or for any. */
  static long watchdogMicros(Map<String, String> environment, long process) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String owner = environment.getOrDefault("WATCHDOG_PID", String.valueOf(process));
    return MICROS.matcher(micros).matches() && owner.equals(String.valueOf(process))
        ? Long.parseLong(micros)
        : 0;
  }

  /** How often {@link #alive} is to be called, in milliseconds; 0 for never. */
  long aliveMillis() {
    return watchdogMicros == 0
        ? 0
        : Math.max(1, TimeUnit.MICROSECONDS.toMillis(watchdogMicros) / 2);
  }

  /** The run has started, or has ended a reload. */
  void ready(String text) {
    send(READY, text);
  }

  /**
   * A reload begins; {@link #ready} ends it. The time is that of CLOCK_MONOTONIC.
   *
   * @return false when the run is ending, and nothing may be reloaded
   */
  synchronized boolean reloading() {
    send(
        "RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(clock.nanoTime()),
        "reading routes and keys");
    return !stopping;
  }

  /** Whether the run is ending. */
  synchronized boolean isStopping() {
    return stopping;
  }

  /** The run ends; nothing is sent after it. */
  synchronized void stopping() {
    send("STOPPING=1", "stopping");
    stopping = true;
  }

  /** The run answers. */
  void alive() {
    send("WATCHDOG=1", null);
  }

  /** What goes on, in one line; sent when it is another one than before. */
  synchronized void status(String text) {
    String line = oneLine(text);
    if (!stopping && !line.equals(status)) {
      status = line;
      out.accept("STATUS=" + line);
    }
  }

  private synchronized void send(String state, @Nullable String text) {
    if (stopping) {
      return;
    }
    if (text == null) {
      out.accept(state);
    } else {
      status = oneLine(text);
      out.accept(state + "\nSTATUS=" + status);
    }
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_STATUS_CHARACTERS
        ? line
        : line.substring(0, MAX_STATUS_CHARACTERS) + "…";
  }
}
