package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.wire.MalformedPacketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender that is started again with the same id, and what only looks like that. */
class RtpRestartTest {

  private final RtpReader reader = new RtpReader(RtpSenders.FORMAT);
  private final RtpSenders sender = new RtpSenders(reader);

  private void begin() {
    sender.sequence = 10;
    sender.timestamp = 5_000;
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 1_000, 9_000, 100_000})
  void aRestart_goesOnBehindWhatCameBefore_laterByTheSilence(int silentMillis)
      throws MalformedPacketException {
    StringBuilder expected = new StringBuilder();
    for (int run = 0; run < 3; run++) {
      begin();
      sender.send(200);
      expected.append(run * (96_000 - 480 + silentMillis * 48)).append("+96000 ");
      sender.pause(silentMillis - sender.apartMillis);
    }
    assertEquals(1, reader.told().size());
    String told = reader.told().get(0);
    assertEquals(600, reader.blocks.size());
    assertEquals(0, reader.counters.snapshot().lostPackets());
    assertEquals(expected.toString().strip(), told.strip());
    assertEquals(2, reader.warnings.size());
    assertTrue(
        reader.warnings.get(0).contains("its sender was restarted"), reader.warnings::toString);
  }

  @Test
  void aRestart_ofWrongTimestamps_goesOn() throws MalformedPacketException {
    sender.step = 0;
    for (int run = 0; run < 3; run++) {
      begin();
      sender.send(200);
      sender.pause(990);
    }
    assertEquals(600, reader.blocks.size());
    assertEquals(List.of("0+96000 143520+96000 287040+96000"), reader.told());
  }

  @Test
  void aRestart_afterTheEnd_isAnotherStream() throws MalformedPacketException {
    begin();
    sender.send(200);
    sender.bye();
    sender.pause(500);
    begin();
    sender.send(200);
    assertEquals(List.of("0+96000 end 96000", "0+96000"), reader.told());
    assertEquals(0, reader.counters.snapshot().endedLatePackets());
  }

  @Test
  void aRestart_whoseFirstPacketsAreSwapped_isWhole() throws MalformedPacketException {
    begin();
    sender.send(200);
    sender.pause(1_000);
    for (int number : new int[] {0, 2, 1, 3, 4, 5, 6, 7, 8, 9}) {
      sender.sequence = 10 + number;
      sender.timestamp = 5_000 + number * 480;
      sender.send(1);
    }
    assertEquals(210, reader.blocks.size());
    long distinct = reader.blocks.stream().map(block -> block.timestamp()).distinct().count();
    assertEquals(210, distinct);
  }

  /** Of the timestamps of another stream as many are too near as are too far: no verdict comes. */
  @Test
  void aRestart_besideAStreamThatIsNeverJudged_isKnown() throws MalformedPacketException {
    begin();
    sender.send(200);
    RtpSenders other = new RtpSenders(reader);
    other.ssrc = 7;
    other.apartMillis = 2;
    for (int i = 0; i < 272; i++) { // nearly as many as fit into all that a port may hold
      other.step = i % 2 == 0 ? 0 : 2 * RtpSenders.FRAMES;
      other.send(1);
    }
    begin();
    sender.send(200);
    assertEquals(1, reader.warnings.size());
    assertTrue(reader.warnings.get(0).contains("its sender was restarted"), reader.warnings.get(0));
    assertEquals(272, reader.blocks.stream().filter(block -> block.streamId() == 7).count());
    assertEquals(672, reader.blocks.size());
  }

  @Test
  void theEndOfARestartedStream_isWhereItsSoundEnds() throws MalformedPacketException {
    begin();
    sender.send(200);
    sender.pause(990);
    begin();
    sender.send(100);
    sender.bye();
    assertEquals(List.of("0+96000 143520+48000 end 191520"), reader.told());
  }

  // ---- no restart

  @Test
  void packetsThatWereOvertaken_areNone() throws MalformedPacketException {
    sender.send(100);
    sender.sequence -= 50;
    sender.timestamp -= 50 * 480;
    sender.apartMillis = 1;
    sender.send(50);
    assertEquals(150, reader.blocks.size());
    assertNone();
  }

  @Test
  void afterASilence_whatGoesOn_isNone() throws MalformedPacketException {
    sender.send(100);
    sender.pause(15_000);
    sender.send(100);
    assertEquals(List.of("0+96000"), reader.told());
    assertNone();
  }

  /** A stall of the network, after which it sends the last packets once more. */
  @Test
  void afterASilence_afewRepeats_areNone() throws MalformedPacketException {
    sender.send(100);
    sender.pause(1_000);
    sender.sequence -= 4;
    sender.timestamp -= 4 * 480;
    sender.send(100);
    assertEquals(200, reader.blocks.size());
    assertEquals(96 * 480 + 100 * 480, end());
    assertNone();
  }

  @Test
  void repeatsThatStayAlone_arePassedOnAsTheyAre() throws MalformedPacketException {
    sender.send(100);
    sender.pause(1_000);
    sender.sequence -= 4;
    sender.timestamp -= 4 * 480;
    sender.send(3);
    assertEquals(100, reader.blocks.size());
    sender.pause(500);
    reader.depacketizer.release(reader);
    assertEquals(103, reader.blocks.size());
    assertEquals(99 * 480, end());
    assertNone();
  }

  private int end() {
    return reader.blocks.get(reader.blocks.size() - 1).endTimestamp() - 0xFFFF_0000;
  }

  private void assertNone() {
    assertEquals(List.of(), reader.warnings);
    assertFalse(reader.blocks.stream().anyMatch(block -> block.last()));
    assertFalse(reader.depacketizer.isHolding());
  }
}
