package io.github.camelaudio.bench;

import io.github.camelaudio.audio.SystemClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends streams of 48 kHz s16 stereo in packets of 5 ms to a port of this machine, with our wire's
 * header and capture times, each stream what {@link EarSignals} says. A process of its own that
 * costs little: packets of up to 32 streams go out with one call, the calls of a tick evenly apart.
 * Says "ready", waits for a line, says "begun" with the moment, and at last "sent".
 */
public final class StreamSender {

  static final int PACKET_FRAMES = 240;

  private static final long TICK_NANOS = 5_000_000;
  private static final int STREAMS_PER_CALL = 32;
  private static final int HEADER_BYTES = 32;
  private static final int PAYLOAD_BYTES = PACKET_FRAMES * 4;
  private static final int TONE_PACKETS = EarSignals.WINDOW_FRAMES / PACKET_FRAMES;
  private static final int TIME_OFFSET = 22;
  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

  private final SendBatch batch;
  private final int streams;
  private final int firstId = (int) System.nanoTime() & 0xFFFF_FF00;
  private final byte[][] noise;
  private final byte[][][] tones;
  private final long[] sentNanos;
  private long latestNanos;
  private long notTaken;

  private StreamSender(int port, int streams, int ticks) {
    this.streams = streams;
    this.batch = new SendBatch(port, streams, HEADER_BYTES + PAYLOAD_BYTES);
    this.noise = payloads(EarSignals.noise(ticks * PACKET_FRAMES));
    this.sentNanos = new long[ticks];
    this.tones = new byte[streams][][];
    for (int stream = 0; stream < streams; stream++) {
      tones[stream] = stream == 0 ? noise : payloads(EarSignals.tone(stream));
      batch.put(stream, 0, header(firstId + stream));
    }
  }

  /**
   * Sends.
   *
   * @param args port, streams, seconds, and optionally a file for the moment of each packet of the
   *     first stream, in nanoseconds of the monotonic clock
   */
  public static void main(String[] args) throws IOException {
    int ticks = (int) (Double.parseDouble(args[2]) * 1e9 / TICK_NANOS);
    StreamSender sender =
        new StreamSender(Integer.parseInt(args[0]), Integer.parseInt(args[1]), ticks);
    System.out.println("ready");
    if (System.in.read() < 0) {
      return; // who started it has ended
    }
    sender.send();
    System.out.println(
        Words.of(
            "sent %d packets, the latest %.1f ms late; %d not taken",
            (long) ticks * sender.streams, sender.latestNanos / 1e6, sender.notTaken));
    if (args.length > 3) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < ticks; i++) {
        lines.add(i * PACKET_FRAMES + "," + sender.sentNanos[i]);
      }
      Files.write(Path.of(args[3]), lines);
    }
    System.out.println("done");
  }

  private void send() {
    int calls = (streams + STREAMS_PER_CALL - 1) / STREAMS_PER_CALL;
    long start = System.nanoTime() + TICK_NANOS;
    System.out.println("begun " + start);
    for (int tick = 0; tick < sentNanos.length; tick++) {
      fill(tick);
      for (int call = 0; call < calls; call++) {
        sleepUntil(start + tick * TICK_NANOS + call * TICK_NANOS / calls);
        if (call == 0) {
          sentNanos[tick] = System.nanoTime();
        }
        notTaken += batch.send(call * streams / calls, (call + 1) * streams / calls);
      }
      latestNanos = Math.max(latestNanos, sentNanos[tick] - start - tick * TICK_NANOS);
    }
    sleepUntil(start + sentNanos.length * TICK_NANOS);
    for (int stream = 0; stream < streams; stream++) {
      batch.send(bye(firstId + stream));
    }
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void fill(int tick) {
    long ntp = ntp();
    for (int stream = 0; stream < streams; stream++) {
      batch.putShort(stream, 2, tick);
      batch.putInt(stream, 4, tick * PACKET_FRAMES);
      batch.putLong(stream, TIME_OFFSET + 1, ntp);
      byte[][] payloads = tones[stream];
      batch.put(stream, HEADER_BYTES, payloads[stream == 0 ? tick : tick % TONE_PACKETS]);
    }
  }

  private long ntp() {
    long nanos = SystemClock.INSTANCE.epochNanos();
    long fraction = ((nanos % 1_000_000_000L) << 32) / 1_000_000_000L;
    return ((nanos / 1_000_000_000L + NTP_EPOCH_SECONDS) << 32) + fraction;
  }

  /** As our senders write it: s16, live, stereo, 48 kHz, and room for the capture time. */
  private static byte[] header(int id) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put((byte) 0x90).put((byte) 97).putShort((short) 0).putInt(0).putInt(id);
    header.putShort((short) 0xBEDE).putShort((short) 4);
    header.put((byte) 0xD4).put((byte) 0x81).put((byte) 2).put((byte) 0).putShort((short) 48_000);
    header.put((byte) 0xE7);
    return header.array();
  }

  /** The end of a stream: sender report, CNAME and BYE (RFC 3550 6). */
  private byte[] bye(int id) {
    ByteBuffer bye = ByteBuffer.allocate(28 + 20 + 8);
    bye.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(id).putLong(ntp());
    bye.putInt(sentNanos.length * PACKET_FRAMES).putInt(sentNanos.length);
    bye.putInt(sentNanos.length * PAYLOAD_BYTES);
    bye.put((byte) 0x81).put((byte) 202).putShort((short) 4).putInt(id).put((byte) 1).put((byte) 8);
    bye.put("%08x".formatted(id).getBytes(StandardCharsets.US_ASCII)).putShort((short) 0);
    bye.put((byte) 0x81).put((byte) 203).putShort((short) 1).putInt(id);
    return bye.array();
  }

  /** Packets' payloads: s16, both channels the same, in network byte order. */
  private static byte[][] payloads(float[] samples) {
    byte[][] payloads = new byte[samples.length / PACKET_FRAMES][PAYLOAD_BYTES];
    for (int packet = 0; packet < payloads.length; packet++) {
      ByteBuffer out = ByteBuffer.wrap(payloads[packet]).order(ByteOrder.BIG_ENDIAN);
      for (int i = 0; i < PACKET_FRAMES; i++) {
        short sample = (short) Math.round(samples[packet * PACKET_FRAMES + i] * 32_767);
        out.putShort(sample).putShort(sample);
      }
    }
    return payloads;
  }
}
