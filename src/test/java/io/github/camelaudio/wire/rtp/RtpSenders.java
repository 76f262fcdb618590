package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A sender of s16/48000/2 in packets of 10 ms of a dynamic type, one of many kinds: its fields say
 * what it does. Each packet advances the reader's clock.
 */
final class RtpSenders {

  static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  static final int FRAMES = 480;

  private final RtpReader reader;

  int sequence = 65_530;
  int timestamp = 0xFFFF_0000;

  /** By how much the timestamps go on. */
  int step = FRAMES;

  int frames = FRAMES;
  int payloadType = 97;
  int apartMillis = 10;
  long ssrc = TestPacket.SSRC;
  @Nullable InetSocketAddress address;

  RtpSenders(RtpReader reader) {
    this.reader = reader;
  }

  ByteBuf packet() {
    return new TestPacket()
        .payloadType(payloadType)
        .ssrc(ssrc)
        .sequence(sequence & 0xFFFF)
        .timestamp(timestamp)
        .frames(frames, FORMAT.bytesPerFrame())
        .buffer();
  }

  void send(int packets) throws MalformedPacketException {
    for (int i = 0; i < packets; i++) {
      reader.read(packet(), address);
      lose(1);
    }
  }

  /** Its packets do not come. */
  void lose(int packets) {
    for (int i = 0; i < packets; i++) {
      sequence++;
      timestamp += step;
      reader.clock.advanceMillis(apartMillis);
    }
  }

  void pause(int millis) {
    reader.clock.advanceMillis(millis);
  }

  void bye() throws MalformedPacketException {
    reader.read(TestPacket.bye(ssrc, timestamp), address);
  }
}
