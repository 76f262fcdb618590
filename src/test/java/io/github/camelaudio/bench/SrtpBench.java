package io.github.camelaudio.bench;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.srtp.SrtpMode;
import io.github.camelaudio.wire.srtp.SrtpStages;
import io.github.camelaudio.wire.srtp.StaticStreams;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What one packet of 20 ms stereo s16 costs to protect, and to unprotect. */
public final class SrtpBench {

  private static final int PAYLOAD_BYTES = 960 * 4;
  private static final int PACKETS = 50_000;
  private static final int RUNS = 5;

  private SrtpBench() {}

  /** Prints a row for each mode. */
  public static void main(String[] args) throws Exception {
    System.out.printf(
        "20 ms of s16/48000/2, %,d bytes each; microseconds a packet%n", PAYLOAD_BYTES);
    System.out.printf("%-24s %10s %10s%n", "audio.srtp", "protect", "unprotect");
    double[][] best = new double[SrtpMode.values().length][2];
    for (double[] each : best) {
      Arrays.fill(each, Double.MAX_VALUE);
    }
    for (int run = 0; run < RUNS; run++) {
      for (SrtpMode mode : SrtpMode.values()) {
        measure(mode, best[index(mode)]);
      }
    }
    for (SrtpMode mode : SrtpMode.values()) {
      double[] each = best[index(mode)];
      String name = mode.name().toLowerCase(Locale.ROOT);
      System.out.printf("%-24s %10.2f %10.2f%n", name, each[0], each[1]);
    }
  }

  private static void measure(SrtpMode mode, double[] best) throws MalformedPacketException {
    SharedKey key = new SharedKey("bench", new byte[mode.keyBytes()]);
    KeyRing ring = new KeyRing(List.of(key), key);
    SrtpStages stages =
        new SrtpStages(mode, () -> ring, SystemClock.INSTANCE, StaticStreams.inMemory());
    PacketStage sender = stages.newStage(new LongAdder());
    PacketStage receiver = stages.newStage(new LongAdder());
    ByteBuf packet = ByteBufAllocator.DEFAULT.directBuffer(5_000);
    long protect = 0;
    long unprotect = 0;
    for (int i = 0; i < PACKETS; i++) {
      packet.clear().writeShort(0x9061).writeShort(i).writeInt(960 * i).writeInt(7);
      packet.writeInt(0xBEDE0004).writeZero(16 + PAYLOAD_BYTES);
      long start = System.nanoTime();
      sender.outbound(packet, next -> {});
      long between = System.nanoTime();
      receiver.inbound(packet, "", (next, keyName) -> {});
      protect += between - start;
      unprotect += System.nanoTime() - between;
    }
    packet.release();
    best[0] = Math.min(best[0], protect / 1e3 / PACKETS);
    best[1] = Math.min(best[1], unprotect / 1e3 / PACKETS);
  }

  private static int index(SrtpMode mode) {
    return Arrays.asList(SrtpMode.values()).indexOf(mode);
  }
}
