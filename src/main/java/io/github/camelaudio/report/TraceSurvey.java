package io.github.camelaudio.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first reading of a trace: how long it is, which streams are in it, and what happened. Keeps
 * nothing of the blocks, however many they are. One thread.
 */
final class TraceSurvey {

  /** The most streams told apart; blocks of further ones count for {@link #otherRows} only. */
  private static final int MAX_STREAMS = 100_000;

  private static final int MAX_EVENTS = 1_000;

  /** Something that happened to a stream, in seconds since the trace began. */
  record Event(double seconds, long streamId, String word) {}

  /** How often something stood still, and for how many milliseconds altogether. */
  record Stalls(long count, double millis) {
    static final Stalls NONE = new Stalls(0, 0);

    Stalls plus(double more) {
      return new Stalls(count + 1, millis + (Double.isNaN(more) ? 0 : more));
    }
  }

  private final Map<Long, long[]> rowsByStream = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private long rows;
  private long otherRows;
  private long eventCount;
  private Stalls device = Stalls.NONE;
  private Stalls machine = Stalls.NONE;
  private double fromSeconds = Double.POSITIVE_INFINITY;
  private double toSeconds = Double.NEGATIVE_INFINITY;

  static TraceSurvey of(TraceReader reader) throws IOException {
    TraceSurvey survey = new TraceSurvey();
    for (TraceRow row = reader.next(); row != null; row = reader.next()) {
      survey.add(row);
    }
    return survey;
  }

  private void add(TraceRow row) {
    rows++;
    fromSeconds = Math.min(fromSeconds, row.seconds());
    toSeconds = Math.max(toSeconds, row.seconds());
    note(row);
    if (row.event().ofNoStream()) {
      return;
    }
    long @Nullable [] count = rowsByStream.get(row.streamId());
    if (count == null && rowsByStream.size() < MAX_STREAMS) {
      count = new long[1];
      rowsByStream.put(row.streamId(), count);
    }
    if (count == null) {
      otherRows++;
    } else {
      count[0]++;
    }
  }

  private void note(TraceRow row) {
    TraceFormat.Event event = row.event();
    if (event == TraceFormat.Event.DEVICE) {
      device = device.plus(row.stallMillis());
    } else if (event == TraceFormat.Event.MACHINE) {
      machine = machine.plus(row.stallMillis());
    }
    if (event != TraceFormat.Event.NONE) {
      eventCount++;
      if (events.size() < MAX_EVENTS) {
        events.add(new Event(row.seconds(), row.streamId(), event.word()));
      }
    }
  }

  /** How often the device stood still. */
  Stalls device() {
    return device;
  }

  /** How often this machine's playout thread came too late. */
  Stalls machine() {
    return machine;
  }

  long rows() {
    return rows;
  }

  /** Rows of streams beyond those that are told apart. */
  long otherRows() {
    return otherRows;
  }

  /** Of the first row in time; infinite while there is none. */
  double fromSeconds() {
    return fromSeconds;
  }

  double toSeconds() {
    return toSeconds;
  }

  /** How many streams were told apart. */
  int streams() {
    return rowsByStream.size();
  }

  /** The ids of the streams with the most rows, the largest first. */
  List<Long> largest(int count) {
    return rowsByStream.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<Long, long[]> entry) -> -entry.getValue()[0]))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The first of what happened, at most {@value #MAX_EVENTS}. */
  List<Event> events() {
    return events;
  }

  /** How many there were in all. */
  long eventCount() {
    return eventCount;
  }
}
