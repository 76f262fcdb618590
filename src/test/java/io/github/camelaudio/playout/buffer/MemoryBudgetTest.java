package io.github.camelaudio.playout.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Resampler;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.playout.Memory;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.StreamPlayout;
import io.github.camelaudio.playout.stats.PlayoutTimes;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryBudgetTest {

  private static final PcmFormat MIX = new PcmFormat(48_000, 2, Encoding.S16);
  private static final PcmFormat HUGE = new PcmFormat(768_000, 1, Encoding.S16);
  private static final int MAX_MILLIS = 1_000;
  private static final long MEGABYTE = 1_000_000;

  private static MemoryBudget budget(long bytes, int streams) {
    return new MemoryBudget(MIX, MAX_MILLIS, bytes, streams, HeldMemory.unlimited().open());
  }

  @Test
  void take_ofTheEvenShare_isAlwaysGranted_andBeyondItOnlyWhatIsLeftForAll() {
    long begin = budget(MEGABYTE, 1).beginBytes(MIX);
    MemoryBudget budget = budget(8 * MEGABYTE, 6); // a million each, two for whoever needs more
    MemoryShare greedy = Objects.requireNonNull(budget.open(MIX));
    MemoryShare modest = Objects.requireNonNull(budget.open(MIX));
    assertTrue(greedy.take(3 * MEGABYTE - begin));
    assertFalse(greedy.take(1));
    assertTrue(modest.take(MEGABYTE - begin));
    assertFalse(modest.take(1));
    greedy.give(1);
    assertTrue(modest.take(1));
    assertFalse(greedy.take(1));
  }

  @Test
  void twoMixers_shareWhatAllSoundMayTake_andEachHasItsOwn() {
    HeldMemory memory = new HeldMemory(() -> 8 * MEGABYTE);
    MemoryBudget first = new MemoryBudget(MIX, MAX_MILLIS, 64 * MEGABYTE, 1, memory.open());
    MemoryBudget second = new MemoryBudget(MIX, MAX_MILLIS, 64 * MEGABYTE, 1, memory.open());
    MemoryShare greedy = Objects.requireNonNull(first.open(MIX));
    assertTrue(greedy.take(8 * MEGABYTE - first.beginBytes(MIX)));
    assertFalse(greedy.take(1));
    assertNull(first.open(format(96_000)));
    MemoryShare modest = Objects.requireNonNull(second.open(MIX));
    assertTrue(modest.take(MEGABYTE));
    assertFalse(modest.take(MEGABYTE)); // 2 MiB are its own
    modest.close();
    greedy.close();
    assertEquals(0, memory.bytes());
  }

  @Test
  void close_givesAllBack_once_andNothingCanBeTakenAnyMore() {
    MemoryBudget budget = budget(8 * MEGABYTE, 6);
    MemoryShare first = Objects.requireNonNull(budget.open(HUGE));
    assertTrue(first.take(MEGABYTE / 2));
    first.close();
    first.close();
    assertFalse(first.take(1));
    MemoryShare second = Objects.requireNonNull(budget.open(MIX));
    assertTrue(second.take(3 * MEGABYTE - budget.beginBytes(MIX)));
    assertFalse(second.take(1));
  }

  @Test
  void open_ofARateWhoseTableIsThere_takesNoSecondOne_andTheLastUserGivesItBack() {
    long table = Resampler.tableBytes(96_000, MIX.sampleRateHz());
    MemoryBudget budget = budget(4 * (table + 5_000), 4); // room for one table
    MemoryShare first = Objects.requireNonNull(budget.open(format(96_000)));
    MemoryShare second = Objects.requireNonNull(budget.open(format(96_000)));
    assertNull(budget.open(format(96_001)));
    first.close();
    assertNull(budget.open(format(96_001)));
    second.close();
    assertNotNull(budget.open(format(96_001)));
  }

  private static PcmFormat format(int rateHz) {
    return new PcmFormat(rateHz, 1, Encoding.S16);
  }

  @Test
  void open_ofManyClaimedRates_isRefusedBeyondTheBudget_andOneOfAUsualRateFindsRoom() {
    MemoryBudget budget = budget(32 * MEGABYTE, 128);
    int opened = 0;
    for (int i = 0; i < 128; i++) {
      opened += budget.open(new PcmFormat(768_000 - i, 1, Encoding.S16)) == null ? 0 : 1;
    }
    assertTrue(opened < 16, opened + " streams of 768 kHz");
    MemoryShare usual = budget.open(MIX);
    assertNotNull(usual);
    assertTrue(usual.take(30_000));
  }

  @ParameterizedTest
  @CsvSource({"48000,2", "44100,2", "8000,1", "96000,2", "768000,1", "768000,2", "192000,8"})
  void beginBytes_coverWhatAPlayoutAllocates_andNotMuchMore(int rateHz, int channels) {
    PcmFormat format = new PcmFormat(rateHz, channels, Encoding.S16);
    long counted = budget(MEGABYTE, 1).beginBytes(format);
    PlayoutSettings settings = new PlayoutSettings(20, MAX_MILLIS, 5);
    MemoryShare memory = Memory.plenty();
    new StreamPlayout(
        format, MIX, settings, memory, new PlayoutTimes(), null); // classes and tables
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    new StreamPlayout(format, MIX, settings, memory, new PlayoutTimes(), null);
    long made = threads.getCurrentThreadAllocatedBytes() - before;
    // What a period needs comes with the first one.
    assertTrue(made <= counted && made > counted / 2, "counted " + counted + ", made " + made);
  }
}
