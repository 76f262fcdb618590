package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.util.IllegalReferenceCountException;
import org.junit.jupiter.api.Test;

class PacketTest {

  private final Packets packets = new Packets();

  @Test
  void packet_holdsItsPiecesUntilTheLastWhoHasItReleasesIt() {
    Packet packet = packets.live(1, 10);
    packet.retain();
    packet.retain();
    packet.release();
    packet.release();
    assertEquals(2, packets.held());
    packet.release();
    assertEquals(0, packets.held());
    assertThrows(IllegalReferenceCountException.class, packet::release);
  }
}
