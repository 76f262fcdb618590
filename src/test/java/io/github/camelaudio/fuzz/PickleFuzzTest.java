package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.tutorial.PickleDecoder;
import io.github.camelaudio.wire.tutorial.PickleEncoder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of the tutorial's programs: heard alike however they are cut, and sent on so. */
class PickleFuzzTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/44100/2");
  private static final int MAX_BYTES = WireCodecs.DEFAULT_PICKLE_BYTES;
  private static final Cost COST = new Cost(400_000, 4_000);

  @MethodSource("io.github.camelaudio.fuzz.Seeds#pickles")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, PickleFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(Seeds.pickles(), this::fuzz);
  }

  private static void run(byte[] input) {
    Cuts.check(
        input,
        PickleFuzzTest::connection,
        (whole, cut) ->
            whole.stream()
                .filter(block -> block.frames() > 0)
                .limit(1)
                .forEach(PickleFuzzTest::sendOn));
  }

  private static Pipeline connection() {
    return connection(MAX_BYTES);
  }

  private static Pipeline connection(int maxBytes) {
    return new Pipeline(
        parts ->
            new PickleDecoder(
                FORMAT,
                maxBytes,
                parts.malformed(),
                parts.unfinished(),
                parts.counters(),
                parts.clock()));
  }

  private static void sendOn(AudioBlock block) {
    boolean array = block.format().encoding() == Encoding.F32;
    PickleEncoder encoder =
        array
            ? PickleEncoder.ofArrays(block.format(), new FakeClock())
            : PickleEncoder.ofBytes(block.format(), new FakeClock());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (AudioBlock each : List.of(block, block.end())) {
      encoder.encode(
          each,
          UnpooledByteBufAllocator.DEFAULT,
          message -> {
            bytes.writeBytes(ByteBufUtil.getBytes(message));
            message.release();
          });
    }
    Pipeline next = connection(WireCodecs.MAX_PICKLE_BYTES); // of 64 channels we send more
    next.bytes(bytes.toByteArray(), 0, bytes.size());
    List<AudioBlock> heard = next.end();
    assertEquals(block.format(), heard.get(0).format());
    byte[] pcm = Pipeline.pcm(heard);
    assertArrayEquals(block.toByteArray(), Arrays.copyOf(pcm, block.sizeBytes()));
  }
}
