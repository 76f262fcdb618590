package io.github.camelaudio.bench;

import io.github.camelaudio.playout.TraceRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the RTP packets (RFC 3550, L16 mono as payload type 96) of streams at the times at which a
 * network lets them arrive. One thread.
 */
final class TraceSender {

  static final int PAYLOAD_TYPE = 96;

  private static final int HEADER_BYTES = 12;
  private static final int SSRC = 0x1234;

  private final List<Due> due = new ArrayList<>();
  private long startNanos;
  private long latestNanos;

  /** A packet, where to, and when. */
  @SuppressWarnings("ArrayRecordComponent") // the stream's, never compared
  private record Due(long nanos, int port, int index, float[] signal) {}

  /** Adds a stream of a signal in -1..1 to a port of this machine. */
  void add(int port, List<TraceRun.Arrival> arrivals, float[] signal) {
    for (TraceRun.Arrival arrival : arrivals) {
      due.add(new Due(arrival.nanos(), port, arrival.index(), signal));
    }
  }

  /** Sends all of them, which takes as long as the longest stream. */
  void send() throws IOException {
    Priority.raiseThisThread();
    due.sort(Comparator.comparingLong(Due::nanos));
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ByteBuffer packet = ByteBuffer.allocateDirect(HEADER_BYTES + 2 * TraceRun.PACKET_FRAMES);
    try (DatagramChannel channel = DatagramChannel.open()) {
      startNanos = System.nanoTime();
      for (Due next : due) {
        long left = startNanos + next.nanos - System.nanoTime();
        while (left > 0) {
          LockSupport.parkNanos(left);
          left = startNanos + next.nanos - System.nanoTime();
        }
        latestNanos = Math.max(latestNanos, -left);
        write(packet, next);
        channel.send(packet, new InetSocketAddress(loopback, next.port));
      }
    }
  }

  private static void write(ByteBuffer packet, Due due) {
    int place = due.index * TraceRun.PACKET_FRAMES;
    packet.clear();
    packet.put((byte) 0x80).put((byte) PAYLOAD_TYPE).putShort((short) due.index);
    packet.putInt(place).putInt(SSRC);
    for (int i = 0; i < TraceRun.PACKET_FRAMES; i++) {
      packet.putShort((short) Math.rint(32_767 * due.signal[place + i]));
    }
    packet.flip();
  }

  /** When the first frame was sent, on the clock of System.nanoTime. */
  long startNanos() {
    return startNanos;
  }

  /** By how much a packet left later than it should have, in milliseconds, at most. */
  double latestMillis() {
    return latestNanos / 1e6;
  }
}
