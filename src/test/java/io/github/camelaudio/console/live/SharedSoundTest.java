package io.github.camelaudio.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.socket.Places;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stereo at 1000 Hz: a message has 10 frames of 4 bytes. */
class SharedSoundTest {

  private static final PcmFormat TAPPED = new PcmFormat(1_000, 2, Encoding.F32);

  private final SharedSound sound = new SharedSound();
  private final ListenCounts counts = new ListenCounts(new Places(1, 1, "listeners"));
  private final FakeSink first = new FakeSink();
  private final FakeSink second = new FakeSink();

  private Listener listener(FakeSink sink) {
    Listener made = new Listener(sink, new FakeLoop(), counts, new FakeClock());
    sound.add(made);
    return made;
  }

  @Test
  void samplesOfAnyPortions_areGatheredToMessages_withoutAChange() {
    listener(first);
    short[] sent = new short[2 * 47];
    Random random = new Random(1);
    Buffer expected = Buffer.buffer();
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (short) random.nextInt();
      expected.appendShortLE(sent[i]);
    }
    int from = 0;
    for (int frames : new int[] {1, 3, 6, 9, 1, 27}) {
      float[] samples = new float[2 * frames];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = sent[2 * from + i] / 32_768f;
      }
      sound.samples(TAPPED, samples, frames);
      from += frames;
    }
    assertThat(first.format).isEqualTo(new PcmFormat(1_000, 2, Encoding.S16));
    assertThat(first.written).hasSize(4).allMatch(each -> each.length() == 40);
    Buffer got = Buffer.buffer();
    first.written.forEach(got::appendBuffer);
    assertThat(got).isEqualTo(expected.getBuffer(0, 160));
  }

  @Test
  void samples_areRounded_andClipped() {
    listener(first);
    float[] samples = new float[20];
    float[] some = {1.5f, -1.5f, 1, -1, 0.6f / 32_768, 0.4f / 32_768, -0.6f / 32_768, Float.NaN};
    System.arraycopy(some, 0, samples, 0, some.length);
    sound.samples(TAPPED, samples, 10);
    Buffer got = first.written.get(0);
    short[] values = new short[some.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = got.getShortLE(2 * i);
    }
    assertThat(values).containsExactly(32_767, -32_768, 32_767, -32_768, 1, 0, -1, 0);
  }

  @Test
  void allListeners_getTheSameBuffer() {
    listener(first);
    listener(second);
    float[] samples = new float[40];
    Arrays.fill(samples, 0.5f);
    sound.samples(TAPPED, samples, 20);
    assertThat(first.written.get(0)).isSameAs(second.written.get(0));
    assertThat(first.written.get(1)).isNotSameAs(first.written.get(0));
  }

  @Test
  void anotherFormat_endsWhoHeardTheOneBefore() {
    Listener old = listener(first);
    sound.samples(TAPPED, new float[20], 10);
    sound.samples(new PcmFormat(2_000, 1, Encoding.F32), new float[20], 20);
    assertThat(first.ended).contains("another format", "s16/2000/1");
    assertThat(first.written).hasSize(1);
    assertThat(sound.remove(old)).isTrue();
    listener(second);
    sound.samples(new PcmFormat(2_000, 1, Encoding.F32), new float[20], 20);
    assertThat(second.written).hasSize(1);
    assertThat(second.ended).isNull();
  }

  @Test
  void end_endsAll_alsoWhoComesAfterIt() {
    listener(first);
    sound.ended();
    assertThat(first.ended).isEqualTo("the source has ended");
    listener(second);
    assertThat(second.ended).isEqualTo("the source has ended");
  }
}
