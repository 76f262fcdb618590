package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.UnsendableException;
import org.junit.jupiter.api.Test;

class SingleStreamGateTest {

  private static final PcmFormat WIRE = PcmFormat.parse("s16/44100/2");

  private final FakeClock clock = new FakeClock();
  private final SingleStreamGate stream = new SingleStreamGate(WIRE, clock);
  private final TestSound first = TestSound.noise(WIRE, 0xFFFF_FFFFL, 10);
  private final TestSound second = TestSound.noise(WIRE, 2, 10);

  @Test
  void take_ofTheFormatOfTheWire_givesItsSamples() {
    assertArrayEquals(first.pcm(), stream.take(first.whole()));
  }

  @Test
  void take_ofAnotherFormat_givesItInThatOfTheWire() {
    for (String format : new String[] {"s24/44100/1", "u8/44100/4", "s16/44100/2", "s24/44100/1"}) {
      PcmFormat from = PcmFormat.parse(format);
      TestSound sound = TestSound.noise(from, 7, 10);
      assertArrayEquals(
          new PcmConverter(from, WIRE).convert(sound.pcm()), stream.take(sound.whole()), format);
    }
  }

  @Test
  void begins_isTrueOfTheFirstBlockOfEachStream() {
    assertTrue(stream.begins(first.whole()));
    stream.take(first.whole());
    assertFalse(stream.begins(first.whole()));
    assertTrue(stream.begins(second.whole()));
    stream.take(first.end());
    assertTrue(stream.begins(first.whole()));
    assertTrue(stream.begins(second.whole()));
  }

  @Test
  void take_ofAnotherStream_isRefusedUntilTheFirstHasEnded() {
    stream.take(first.whole());
    assertUnsendable(second, "now ffffffff;");
    stream.take(first.end());
    assertArrayEquals(second.pcm(), stream.take(second.whole()));
    assertUnsendable(first, "now 00000002;");
  }

  @Test
  void take_ofAnotherStream_isRefusedUntilTheFirstWasSilentForASecond() {
    stream.take(first.whole());
    clock.advanceMillis(900);
    stream.take(first.block(0, 0)); // it is still there
    clock.advanceMillis(999);
    assertUnsendable(second, "now ffffffff;");
    clock.advanceMillis(1);
    assertArrayEquals(second.pcm(), stream.take(second.whole()));
  }

  @Test
  void take_ofAnotherRate_isRefusedAndChangesNothing() {
    TestSound fast = TestSound.noise(PcmFormat.parse("s16/48000/2"), 2, 10);
    assertUnsendable(fast, "it has 48000 Hz, and what goes out is s16/44100/2;");
    assertArrayEquals(first.pcm(), stream.take(first.whole()));
    clock.advanceMillis(1_000);
    assertUnsendable(fast, "it has 48000 Hz");
    assertFalse(stream.begins(first.whole()));
  }

  private void assertUnsendable(TestSound sound, String why) {
    UnsendableException e =
        assertThrows(UnsendableException.class, () -> stream.take(sound.lastBlock(0, 10)));
    String message = String.valueOf(e.getMessage());
    String name = sound.whole().streamName();
    assertTrue(message.startsWith("stream " + name + " is not sent: "), message);
    assertTrue(message.contains(why), message);
    assertEquals(2, message.split("; ", -1).length, "what to do: " + message);
  }
}
