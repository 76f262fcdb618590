package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.wire.MalformedPacketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders whose timestamps do not count frames, and those whose do, whatever else they do. */
class RtpTimestampsTest {

  private final RtpReader reader = new RtpReader(RtpSenders.FORMAT);
  private final RtpSenders sender = new RtpSenders(reader);

  @ParameterizedTest
  @CsvSource({
    "0, (they stand still)",
    "240, ; it is placed by its sequence numbers",
    "960, (they count the samples of all channels)",
    "1920, (they count bytes)",
    "10, ; it is placed by its sequence numbers",
    "900, ; it is placed by its sequence numbers",
    "-480, ; it is placed by its sequence numbers",
  })
  void wrongTimestamps_areReplacedFromTheFirstPacketOn_andSaidOnce(int step, String said)
      throws MalformedPacketException {
    sender.step = step;
    sender.send(9);
    assertEquals(List.of("0+4320"), reader.told());
    assertEquals(1, reader.warnings.size());
    String line = reader.warnings.get(0);
    assertTrue(line.startsWith("stream cafebabe from "), line);
    assertTrue(line.contains("they go on by " + step + " for a packet of 480 frames"), line);
    assertTrue(line.contains(said), line);
    sender.send(70_000);
    assertEquals(List.of("0+" + 70_009 * 480), reader.told());
    assertEquals(1, reader.warnings.size());
  }

  @Test
  void wrongTimestamps_withLossAndReordering_areReplacedByThePlacesOfTheSequence()
      throws MalformedPacketException {
    sender.step = 0;
    sender.send(20);
    sender.lose(3);
    sender.send(5);
    assertEquals(List.of("0+9600 11040+2400"), reader.told());
    sender.lose(1);
    sender.send(1);
    sender.sequence -= 2;
    sender.send(1); // was overtaken
    assertEquals(28 * 480, reader.blocks.get(reader.blocks.size() - 1).timestamp() - 0xFFFF_0000);
  }

  @Test
  void wrongTimestamps_afterRightOnes_goOnBehindThem() throws MalformedPacketException {
    sender.send(100);
    sender.step = 0;
    sender.send(9);
    sender.send(100);
    List<String> told = reader.told();
    // The contradictions that were not enough were passed on as they came.
    assertEquals(1, reader.warnings.size());
    assertTrue(told.get(0).contains("48000+480 "), told::toString);
    int end = reader.blocks.get(reader.blocks.size() - 1).endTimestamp() - 0xFFFF_0000;
    assertEquals(48_480 + 101 * 480, end);
  }

  @Test
  void wrongTimestamps_beforeAnEnd_endBehindTheSound() throws MalformedPacketException {
    sender.step = 0;
    sender.send(50);
    sender.bye();
    assertEquals(List.of("0+24000 end 24000"), reader.told());
  }

  @Test
  void aJumpOfTheSequence_leavesNoGapThatIsLongerThanTheTimeThatPassed()
      throws MalformedPacketException {
    sender.step = 0;
    sender.send(20);
    sender.sequence += 20_000;
    sender.send(20);
    assertEquals(List.of("0+19200"), reader.told());
  }

  @Test
  void longPackets_areHeldUpToTheShareOfAStream() throws MalformedPacketException {
    sender.step = 0;
    sender.frames = 4_096; // 16 KiB
    sender.send(3);
    assertEquals(1, reader.blocks.size());
    sender.send(1);
    assertEquals(4, reader.blocks.size());
  }

  // ---- right timestamps

  @Test
  void rightTimestamps_stayAsTheyAre() throws MalformedPacketException {
    sender.send(70_000);
    assertEquals(List.of("0+" + 70_000 * 480), reader.told());
    assertRight(70_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9})
  void rightTimestamps_withLoss_stayAsTheyAre(int before) throws MalformedPacketException {
    sender.send(before);
    sender.lose(3);
    sender.send(20);
    assertEquals(List.of("0+" + before * 480 + " " + (before + 3) * 480 + "+9600"), reader.told());
    assertRight(before + 20);
  }

  @Test
  void rightTimestamps_swappedOrTwice_stayAsTheyAre() throws MalformedPacketException {
    for (int i = 0; i < 40; i++) {
      sender.sequence++;
      sender.timestamp += 480;
      sender.send(1);
      sender.sequence -= 2;
      sender.timestamp -= 2 * 480;
      sender.send(1);
      sender.sequence -= 1;
      sender.timestamp -= 480;
      sender.send(1);
      sender.sequence += 1;
      sender.timestamp += 480;
    }
    assertRight(120);
  }

  /** Speech of 10 packets, and a pause that the timestamps count, but not the sequence. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void pausesThatTheTimestampsCount_stayAsTheyAre(int spurt) throws MalformedPacketException {
    for (int i = 0; i < 50; i++) {
      sender.send(spurt);
      sender.pause(300);
      sender.timestamp += 300 * 48;
    }
    assertRight(50 * spurt);
  }

  @Test
  void pausesThatTheTimestampsDoNotCount_stayAsTheyAre() throws MalformedPacketException {
    for (int i = 0; i < 20; i++) {
      sender.send(10);
      sender.pause(i % 2 == 0 ? 300 : 2_000);
    }
    assertEquals(List.of("0+96000"), reader.told());
    assertRight(200);
  }

  /** One packet of sound in every 100 ms: no pair ever fits, but the clock does. */
  @Test
  void lonePacketsBetweenPauses_stayAsTheyAre() throws MalformedPacketException {
    sender.step = 10 * 480;
    sender.apartMillis = 100;
    sender.send(100);
    reader.depacketizer.releaseAll(reader);
    assertRight(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {96_000, 5, -96_000})
  void jumps_stayAsTheyAre(int frames) throws MalformedPacketException {
    for (int i = 0; i < 10; i++) {
      sender.send(100);
      sender.timestamp += frames;
    }
    assertRight(1_000);
  }

  @Test
  void packetsOfChangingLength_stayAsTheyAre() throws MalformedPacketException {
    int at = 0;
    for (int i = 0; i < 30; i++) {
      sender.frames = List.of(480, 960, 240).get(i % 3);
      sender.step = sender.frames;
      sender.send(i < 6 ? 1 : 5);
      at += sender.frames * (i < 6 ? 1 : 5);
    }
    assertEquals(List.of("0+" + at), reader.told());
    assertTrue(reader.warnings.isEmpty());
  }

  @Test
  void twoSendersOfOneId_stayAsTheyAre() throws MalformedPacketException {
    RtpSenders other = new RtpSenders(reader);
    other.sequence = 30_000;
    other.timestamp = 0x7000_0000;
    sender.sequence = 100;
    for (int i = 0; i < 500; i++) {
      sender.send(1);
      other.send(1);
    }
    assertRight(1_000);
  }

  @Test
  void eachPacketTwice_overTwoNetworks_staysAsItIs() throws MalformedPacketException {
    for (int i = 0; i < 500; i++) {
      sender.send(1);
      sender.sequence--;
      sender.timestamp -= 480;
      sender.send(1);
    }
    assertRight(1_000);
  }

  @Test
  void ours_areBelievedWhateverTheyCount() throws MalformedPacketException {
    for (int i = 0; i < 50; i++) {
      // s16, not live, 2 channels, 48000 Hz
      reader.read(
          new TestPacket()
              .payloadType(97)
              .sequence(i)
              .timestamp(i * 96_000)
              .extension(0xBEDE, 0xD4010200, 0xBB800000)
              .frames(480, 4)
              .buffer());
    }
    assertRight(50);
  }

  // ---- what is held back

  @Test
  void whatIsHeld_isPassedOnWhenNothingFollows() throws MalformedPacketException {
    sender.step = 0;
    sender.send(5);
    assertEquals(1, reader.blocks.size());
    reader.depacketizer.release(reader);
    assertEquals(1, reader.blocks.size());
    assertTrue(reader.depacketizer.isHolding());
    sender.pause(500);
    reader.depacketizer.release(reader);
    assertEquals(5, reader.blocks.size());
    assertTrue(!reader.depacketizer.isHolding());
  }

  @Test
  void whatIsHeld_isPassedOnBeforeTheEnd() throws MalformedPacketException {
    sender.step = 0;
    sender.send(5);
    sender.bye();
    assertEquals(6, reader.blocks.size());
    assertTrue(reader.blocks.get(5).last());
  }

  @Test
  void whatIsHeld_isBounded() throws MalformedPacketException {
    int senders = 400;
    for (int i = 0; i < senders; i++) {
      RtpSenders one = new RtpSenders(reader);
      one.ssrc = i;
      one.step = 0;
      one.send(5);
    }
    int passed = reader.blocks.size();
    int held = (senders * 5 - passed) * 480 * 4;
    assertTrue(held <= Holding.MAX_BYTES_OF_PORT, held + " bytes are held");
    assertTrue(held > Holding.MAX_BYTES_OF_PORT / 2, held + " bytes are held");
    reader.depacketizer.releaseAll(reader);
    assertEquals(senders * 5, reader.blocks.size());
  }

  /** All was passed on with the timestamps that it came with, and nothing was said. */
  private void assertRight(int packets) {
    assertEquals(List.of(), reader.warnings);
    assertEquals(packets, reader.blocks.size());
    assertTrue(!reader.depacketizer.isHolding());
  }
}
