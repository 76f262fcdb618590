package io.github.camelaudio.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets real processes run for as long as one likes, while listeners come and go, routes are edited,
 * processes are killed and datagrams are lost; prints every minute what each holds and what was
 * recorded, and at the end what grows. Ends with 1 when something does, or when sound is missing
 * without a reason.
 */
public final class SoakBench {

  private static final double RATE_HZ = 48_000;
  private static final int LISTENERS = 200;
  private static final int KILL_EVERY = 5;
  private static final int FIRST_KILL = 3;
  private static final int MOST_LINES = 100;
  private static final List<String> KILLED = List.of("receiver2", "station");

  private final SoakBed bed;
  private final SoakColumns columns = new SoakColumns();
  private final List<String> wrong = new ArrayList<>();
  private final long beganNanos = System.nanoTime();
  private long rowNanos = beganNanos;
  private int edits;
  private int kills;

  private SoakBench(SoakBed bed) {
    this.bed = bed;
  }

  /**
   * Runs.
   *
   * @param args minutes, and optionally --seed N, --listeners N, --no-keys
   */
  public static void main(String[] args) throws Exception {
    long seed = System.nanoTime() & 0xFFFF;
    int listeners = LISTENERS;
    boolean keys = true;
    for (int i = 1; i < args.length; i++) {
      switch (args[i]) {
        case "--seed" -> seed = Long.parseLong(args[++i]);
        case "--listeners" -> listeners = Integer.parseInt(args[++i]);
        case "--no-keys" -> keys = false;
        default -> throw new IllegalArgumentException("unknown: " + args[i]);
      }
    }
    int minutes = Integer.parseInt(args[0]);
    System.out.printf(
        "%d minutes, %d listeners, %s, seed %d%n",
        minutes, listeners, keys ? "with keys" : "without keys", seed);
    int failures;
    try (SoakBed bed = new SoakBed(seed, listeners, keys)) {
      failures = new SoakBench(bed).run(minutes);
    }
    System.exit(failures == 0 ? 0 : 1);
  }

  private int run(int minutes) throws Exception {
    Thread end = new Thread(this::verdict);
    Runtime.getRuntime().addShutdownHook(end); // of Ctrl-C, too
    row(0); // counts from here
    for (int minute = 1; minute <= minutes; minute++) {
      long began = beganNanos + TimeUnit.MINUTES.toNanos(minute - 1);
      sleepUntil(began + TimeUnit.SECONDS.toNanos(10));
      StringBuilder events = new StringBuilder();
      if (minute % KILL_EVERY == FIRST_KILL) {
        String victim = KILLED.get(kills++ % KILLED.size());
        bed.killAndRestart(victim);
        events.append("; killed ").append(victim);
      }
      SoakBed.Route route = bed.routes().get(edits++ % bed.routes().size());
      route.edit(edits);
      events.append("; edited ").append(route.name());
      sleepUntil(began + TimeUnit.MINUTES.toNanos(1));
      System.out.printf("%nminute %d%s%n", minute, events);
      row(minute);
    }
    Runtime.getRuntime().removeShutdownHook(end);
    return verdict();
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }

  private void row(int minute) throws Exception {
    long now = System.nanoTime();
    double seconds = (now - rowNanos) / 1e9;
    rowNanos = now;
    List<String> found = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (SoakLeg leg : bed.legs()) {
      lines.add(leg.row(seconds, minute > 1 ? found : new ArrayList<>())); // the first is the start
    }
    for (SoakProcess process : bed.processes()) {
      lines.add(processRow(minute, process, found));
    }
    lines.add(listenerRow());
    if (minute > 0) {
      lines.forEach(System.out::println);
      for (String each : found) {
        System.out.println("  WRONG " + each);
        if (wrong.size() < MOST_LINES) {
          wrong.add("minute " + minute + ": " + each);
        }
      }
    }
  }

  private String processRow(int minute, SoakProcess process, List<String> found) throws Exception {
    if (!process.isAlive()) {
      found.add(process.name() + " has ended by itself");
      process.kill();
      process.start();
    }
    String lines = process.takeWrongLines();
    if (!lines.isEmpty()) {
      found.add(process.name() + " says " + lines);
    }
    SoakProcess.Holds holds = process.holds();
    columns.add(minute, process.name(), process.life(), holds);
    return Words.of(
        "  %-10s heap %5.1f MiB, metaspace %4.1f MiB, %3d threads, %3d files, resident %3.0f MiB;%s",
        process.name(),
        holds.memory().heapMib(),
        holds.memory().metaspaceMib(),
        holds.memory().threads(),
        holds.files(),
        holds.residentMib(),
        counters(process));
  }

  private static String counters(SoakProcess process) throws Exception {
    return switch (process.name()) {
      case "sender" ->
          played(process.grown("wav", ""))
              + said(process.grown("peer", ""), "SentBlocks", "DroppedBlocks");
      case "station" ->
          said(
              process.grown("station", ""),
              "JoinedListeners",
              "TurnedAwayListeners",
              "SentBlocks",
              "DroppedBlocks");
      default ->
          heard(process.grown("speaker", ""))
              + said(
                  process.grown("network", ""),
                  "LostPackets",
                  "SocketDroppedPackets",
                  "RefusedPackets",
                  "UnhandledPackets");
    };
  }

  private static String played(Map<String, Long> numbers) {
    return Words.of(" played %.1f s,", numbers.getOrDefault("PlayedFrames", 0L) / RATE_HZ);
  }

  private static String heard(Map<String, Long> speaker) {
    double concealed = speaker.getOrDefault("ConcealedFrames", 0L) / RATE_HZ;
    return played(speaker)
        + Words.of(" concealed %.2f s,", concealed)
        + said(speaker, "Underruns", "Restarts");
  }

  private static String said(Map<String, Long> numbers, String... names) {
    StringBuilder words = new StringBuilder();
    for (String name : names) {
      words.append(' ').append(name).append(' ').append(numbers.getOrDefault(name, 0L));
    }
    return words.toString();
  }

  private String listenerRow() throws InterruptedException {
    String[] said = bed.askListeners().split(" ", -1);
    return Words.of(
        "  listeners  %s there, %s came, %s left, %s without a station; heard %.1f min together, %s"
            + " packets missed",
        said[0], said[1], said[2], said[3], Long.parseLong(said[4]) / RATE_HZ / 60, said[5]);
  }

  private int verdict() {
    double minutes = (System.nanoTime() - beganNanos) / 60e9;
    List<String> all = new ArrayList<>(wrong);
    all.addAll(columns.verdict(minutes));
    System.out.println();
    for (SoakLeg leg : bed.legs()) {
      leg.verdict(all);
    }
    System.out.printf("%n%d failures%n", all.size());
    all.forEach(System.out::println);
    return all.size();
  }
}
