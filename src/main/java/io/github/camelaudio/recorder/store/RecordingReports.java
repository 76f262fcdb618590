package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.report.RecordingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A picture and a summary beside each recording of a recorder. The writer thread tells what it
 * wrote; drawing is for a thread of its own, one recording after the other, and at most {@code
 * MAX_IN_HAND} wait. Whatever goes wrong is one line, and never harms the recording.
 */
public final class RecordingReports {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingReports.class);

  /** Each that waits keeps some 0.4 MB. */
  private static final int MAX_IN_HAND = 64;

  private final String label;
  private final RecordingPermissions permissions;
  private final Executor drawing;
  private final AtomicInteger inHand = new AtomicInteger();

  /**
   * @param label what the log calls the recorder
   * @param permissions of what it writes
   * @param drawing one thread, whose end is not waited for
   * @throws IllegalStateException when nothing can be drawn: JFreeChart is not on the class path
   */
  public RecordingReports(String label, RecordingPermissions permissions, Executor drawing) {
    RecordingReport.requireCharts();
    this.label = label;
    this.permissions = permissions;
    this.drawing = drawing;
  }

  /** What a recording's report puts beside it. */
  static Path[] beside(Path recording) {
    String name = String.valueOf(recording.getFileName());
    return new Path[] {
      recording.resolveSibling(name + ".json"), recording.resolveSibling(name + ".png")
    };
  }

  /** How many recordings are still to be drawn. Any thread. */
  public int inHand() {
    return inHand.get();
  }

  /** Says how many are not drawn, because the route has stopped. */
  public void sayWhatIsLeft() {
    if (inHand() > 0) {
      LOG.warn("{}: {} reports were not drawn: the route has stopped", label, inHand());
    }
  }

  /** Begins the report of a recording. The writer thread, as all of it. */
  Session begin(Path recording, PcmFormat format) {
    return new Session(recording, format);
  }

  /** The report of one recording. */
  final class Session {
    private final Path recording;
    private @Nullable RecordingReport report;

    private Session(Path recording, PcmFormat format) {
      this.recording = recording;
      attempt(() -> report = new RecordingReport(format));
    }

    /** Frames of a block were written; see {@link RecordingReport#samples}. */
    void samples(long position, AudioBlock block, int fromFrame, int count) {
      RecordingReport known = report;
      if (known != null) {
        attempt(() -> known.samples(position, block, fromFrame, count));
      }
    }

    /** Silence was written, because nothing came. */
    void gap(long from, long to) {
      RecordingReport known = report;
      if (known != null) {
        attempt(() -> known.gap(from, to));
      }
    }

    /** A defect of the report ends it, and is said. */
    private void attempt(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        report = null;
        LOG.error("{}: there is no report of {}: {}", label, PrintableText.of(recording), e, e);
      }
    }

    /** The recording is complete, and can be drawn. */
    void complete(Recording.Totals totals) {
      RecordingReport known = report;
      report = null;
      if (known == null) {
        return;
      }
      if (inHand.incrementAndGet() > MAX_IN_HAND) {
        inHand.decrementAndGet();
        say(MAX_IN_HAND + " others are still to be drawn");
        return;
      }
      try {
        drawing.execute(() -> draw(known, totals));
      } catch (RejectedExecutionException e) {
        inHand.decrementAndGet();
        say("the route has stopped");
      }
    }

    private void draw(RecordingReport known, Recording.Totals totals) {
      try {
        if (Files.exists(recording)) {
          known.write(
              recording,
              new RecordingReport.Counts(
                  totals.missingFrames(), totals.lateFrames(), totals.repeatedFrames()));
          for (Path made : beside(recording)) {
            permissions.apply(made);
          }
        }
        if (!Files.exists(recording)) { // option keep removed it meanwhile
          for (Path made : beside(recording)) {
            Files.deleteIfExists(made);
          }
        }
      } catch (IOException e) {
        say(FailureText.of(e));
      } catch (RuntimeException | Error e) {
        say(e.toString());
      } finally {
        inHand.decrementAndGet();
      }
    }

    private void say(String why) {
      LOG.warn("{}: there is no report of {}: {}", label, PrintableText.of(recording), why);
    }
  }
}
