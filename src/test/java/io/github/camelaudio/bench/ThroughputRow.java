package io.github.camelaudio.bench;

import io.github.camelaudio.bench.Correlator.Peak;
import io.github.camelaudio.bench.EarReport.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * From one process's standard input over UDP and a jitter buffer to another one's standard output,
 * without any device: how long a block takes that is written at once. GStreamer beside it.
 */
final class ThroughputRow {

  private static final int SECONDS = 30;
  private static final List<Integer> BLOCK_MILLIS = List.of(5, 10);
  private static final int FRAMES_PER_MILLI = NullSinks.RATE_HZ / 1_000;
  private static final int FRAME_BYTES = 4;
  private static final int WARM_UP_MILLIS = 5_000;
  private static final int RADIUS = 480;
  private static final double KNOWN = 0.9;
  private static final double MAX_MILLIS = 8;
  private static final int REST_MILLIS = 1_000;

  private final int blockMillis;
  private final int blockFrames;
  private final boolean skipBacklog;

  /**
   * @param skipBacklog whether what piles up while both programs begin is left out; noise, which is
   *     never compressed, keeps that delay otherwise
   */
  private ThroughputRow(int blockMillis, boolean skipBacklog) {
    this.blockMillis = blockMillis;
    this.skipBacklog = skipBacklog;
    this.blockFrames = blockMillis * FRAMES_PER_MILLI;
  }

  /** Measures with several lengths of a block. */
  static EarRow all() {
    return (report, settings) -> {
      for (int blockMillis : BLOCK_MILLIS) {
        new ThroughputRow(blockMillis, false).run(report, settings);
        new ThroughputRow(blockMillis, true).run(report, settings);
      }
    };
  }

  /** A sender and a receiver. */
  private record Ends(PipeProcess from, PipeProcess to) {}

  private void run(EarReport report, EarRow.Settings settings) throws InterruptedException {
    int seconds = settings.secondsOr(SECONDS);
    report.row(
        "throughput: blocks of %d ms%s"
            .formatted(blockMillis, skipBacklog ? ", skipBacklog=true" : ""),
        Words.of(
            "stdin, UDP, mixer, stdout, target=10ms: median at most %.0f ms, no frame concealed",
            MAX_MILLIS),
        () -> measure(seconds));
  }

  private Outcome measure(int seconds) throws Exception {
    float[] noise = EarSignals.noise(seconds * NullSinks.RATE_HZ);
    try (TestBed bed = new TestBed("speaker")) {
      Ends ours = ours(bed);
      Ends theirs = theirs(bed);
      long[] written = feed(noise, List.of(ours.from, theirs.from));
      ours.from.input().close(); // the stream ends, and its receiver says what was missing
      Thread.sleep(REST_MILLIS);
      ours.to.stop();
      theirs.to.stop();
      double[] millis = millis(noise, written, ours.to, samples(ours.to));
      double[] theirMillis = millis(noise, written, theirs.to, 0);
      String said = ended(ours.to.log());
      return new Outcome()
          .say("ours (ms): %s; %s", words(millis), said)
          .say("GStreamer, latency=10 (ms): %s", words(theirMillis))
          .check(Check.atMost("median", median(millis), MAX_MILLIS, "ms"))
          .check(Check.that("nothing concealed", !said.isEmpty() && !said.contains("concealed")))
          .check(Check.that("all heard", Arrays.stream(millis).noneMatch(Double::isNaN)));
    }
  }

  private static String ended(String log) {
    return log.lines().filter(line -> line.contains(" ended, ")).reduce("", (a, b) -> b);
  }

  private Ends ours(TestBed bed) throws IOException, InterruptedException {
    int port = TestBed.freePort(true);
    Path receiver =
        bed.writeRoute(
            "EarOutput",
            """
            from("netty:udp://127.0.0.1:%d?{{audio.udp.receive}}").to("mixer:room");
                from("mixer:room?target=10ms&block=%dms&skipBacklog=%b").to("wav:-");
            """
                .formatted(port, blockMillis, skipBacklog));
    Path sender =
        bed.writeRoute(
            "EarInput",
            "from(\"wav:-?paced=false&block=%dms\").to(\"netty:udp://127.0.0.1:%d?{{audio.udp.send}}\");"
                .formatted(blockMillis, port));
    PipeProcess to = bed.add(new PipeProcess(bed.path(""), java(receiver)));
    to.awaitLog("running ");
    PipeProcess from = bed.add(new PipeProcess(bed.path(""), java(sender)));
    from.input().write(Tone.header(Integer.MAX_VALUE - 100));
    from.input().flush();
    from.awaitLog("running ");
    return new Ends(from, to);
  }

  private static List<String> java(Path route) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        Path.of("target", "camel-audio.jar").toAbsolutePath().toString(),
        route.toString());
  }

  private Ends theirs(TestBed bed) throws IOException, InterruptedException {
    int port = TestBed.freePort(true);
    String to =
        TestBed.gstreamerReception(port, " latency=10")
            + " ! audio/x-raw,format=S16LE ! fdsink fd=1 sync=true";
    String from =
        "fdsrc fd=0 blocksize=1920 do-timestamp=true ! rawaudioparse use-sink-caps=false format=pcm"
            + " pcm-format=s16le sample-rate=48000 num-channels=2 ! audioconvert ! rtpL16pay pt=97"
            + " mtu=4000 min-ptime=%1$d000000 max-ptime=%1$d000000 ! udpsink host=127.0.0.1 port=%2$d"
                .formatted(blockMillis, port)
            + " sync=false";
    PipeProcess receiver = bed.add(new PipeProcess(bed.path(""), gstreamer(to)));
    PipeProcess sender = bed.add(new PipeProcess(bed.path(""), gstreamer(from)));
    Thread.sleep(REST_MILLIS);
    return new Ends(sender, receiver);
  }

  private static List<String> gstreamer(String pipeline) {
    return Stream.concat(
            Stream.of("gst-launch-1.0", "-q", "--no-fault"), Arrays.stream(pipeline.split(" ", -1)))
        .toList();
  }

  /** Writes a block when it is due; when each was written. */
  private long[] feed(float[] noise, List<PipeProcess> senders) throws IOException {
    byte[] bytes = Pcm16.bytes(noise, 2);
    long[] written = new long[noise.length / blockFrames];
    long start = System.nanoTime();
    for (int block = 0; block < written.length; block++) {
      long due = start + 1_000_000L * blockMillis * block;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      written[block] = System.nanoTime();
      for (PipeProcess sender : senders) {
        OutputStream input = sender.input();
        int length = blockFrames * FRAME_BYTES;
        input.write(bytes, block * length, length);
        input.flush();
      }
    }
    return written;
  }

  /** Where the samples of a WAV begin. */
  private static int samples(PipeProcess to) {
    byte[] bytes = to.bytes();
    for (int i = 0; i + 8 < bytes.length; i++) {
      if (bytes[i] == 'd' && bytes[i + 1] == 'a' && bytes[i + 2] == 't' && bytes[i + 3] == 'a') {
        return i + 8;
      }
    }
    throw new IllegalStateException("no WAV came out");
  }

  /** How long each block took, from 5 s on; not a number for what is not known again. */
  private double[] millis(float[] noise, long[] written, PipeProcess to, int from) {
    byte[] bytes = to.bytes();
    float[] heard = Pcm16.mono(Arrays.copyOfRange(bytes, from, bytes.length), 2);
    Correlator correlator = new Correlator(noise, heard);
    int warmUp = Math.min(WARM_UP_MILLIS / blockMillis, written.length / 2);
    Peak first = correlator.find(warmUp * blockFrames, 10 * blockFrames, 0, Integer.MAX_VALUE);
    int lag = first.at() - warmUp * blockFrames;
    List<Double> millis = new ArrayList<>();
    for (int block = warmUp; block < written.length - 20; block++) {
      int place = block * blockFrames;
      Peak peak = correlator.find(place, blockFrames, place + lag - RADIUS, place + lag + RADIUS);
      if (peak.coefficient() < KNOWN) {
        millis.add(Double.NaN);
      } else {
        lag = peak.at() - place;
        long read = to.nanosOf(from + (peak.at() + blockFrames) * FRAME_BYTES);
        millis.add((read - written[block]) / 1e6);
      }
    }
    return millis.stream().mapToDouble(each -> each).toArray();
  }

  private static double median(double[] millis) {
    double[] known = Arrays.stream(millis).filter(each -> !Double.isNaN(each)).sorted().toArray();
    return known.length == 0 ? Double.NaN : known[known.length / 2];
  }

  private static String words(double[] millis) {
    double[] known = Arrays.stream(millis).filter(each -> !Double.isNaN(each)).sorted().toArray();
    return known.length == 0
        ? "nothing came out"
        : Words.of(
            "median %.1f, 99 %% %.1f, most %.1f; %d of %d not heard",
            known[known.length / 2],
            known[known.length * 99 / 100],
            known[known.length - 1],
            millis.length - known.length,
            millis.length);
  }
}
