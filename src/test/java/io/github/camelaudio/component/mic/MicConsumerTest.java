package io.github.camelaudio.component.mic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.device.FakeDevices;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A microphone of 1000 Hz, mono, in blocks of 10 frames. */
@Timeout(20)
class MicConsumerTest {

  private static final String URI = "mic:default?format=s16/1000/1&queue=1000ms";
  private static final int BLOCK_BYTES = 20;

  private final FakeClock clock = new FakeClock();
  private final FakeDevices devices = new FakeDevices(clock);
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<AudioBlock> routed = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    context.getRegistry().bind("devices", devices);
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private MicConsumer consumer(Processor route) {
    return new MicConsumer(context.getEndpoint(URI, MicEndpoint.class), route, clock);
  }

  @Test
  void stop_routesWhatIsQueued_andThenTheEnd() throws Exception {
    byte[] sound = noise(10);
    devices.record(sound);
    CountDownLatch busy = new CountDownLatch(1);
    MicConsumer consumer =
        consumer(
            exchange -> {
              routed.add(exchange.getIn().getBody(AudioBlock.class));
              busy.await();
            });
    consumer.start();
    await(() -> consumer.capturedFrames() == 100);
    Thread stopping = new Thread(consumer::stop, "stopping");
    stopping.start();
    await(consumer::isStopping);
    busy.countDown();
    stopping.join();

    AudioBlock end = routed.get(10);
    assertThat(pcm(routed)).isEqualTo(sound);
    assertThat(end.last()).isTrue();
    assertThat(end.frames()).isZero();
    for (int i = 0; i <= 10; i++) {
      assertThat(routed.get(i).timestamp() - routed.get(0).timestamp()).isEqualTo(10 * i);
      assertThat(routed.get(i).sequence() - routed.get(0).sequence()).isEqualTo(i);
    }
  }

  @Test
  void captureTime_isThatOfTheFirstFrame() throws Exception {
    devices.record(noise(1));
    MicConsumer consumer = consumer(e -> routed.add(e.getIn().getBody(AudioBlock.class)));
    long readAtNanos = clock.epochNanos();
    consumer.start();
    await(() -> routed.size() == 1);
    AudioBlock block = routed.get(0);
    assertThat(block.captureEpochNanos())
        .isEqualTo(readAtNanos - block.format().nanosOfFrames(block.frames()));
    consumer.stop();
  }

  @Test
  void deviceThatGoesAway_isOpenedAgain_andTheTimestampsCountTheAbsence() throws Exception {
    byte[] before = noise(2);
    byte[] after = noise(3);
    devices.record(before);
    MicConsumer consumer = consumer(e -> routed.add(e.getIn().getBody(AudioBlock.class)));
    consumer.start();
    await(() -> routed.size() == 2);
    devices.record(after);
    await(() -> routed.size() == 5);
    consumer.stop();

    assertThat(pcm(routed.subList(0, 2))).isEqualTo(before);
    assertThat(pcm(routed.subList(2, 5))).isEqualTo(after);
    int absence = routed.get(2).timestamp() - routed.get(1).endTimestamp();
    assertThat(absence).as("retried each 500 ms").isPositive();
    assertThat(absence % 500).isZero();
    assertThat(routed.get(2).streamId()).isEqualTo(routed.get(0).streamId());
  }

  private static byte[] noise(int blocks) {
    byte[] pcm = new byte[blocks * BLOCK_BYTES];
    new Random(blocks).nextBytes(pcm);
    return pcm;
  }

  private static byte[] pcm(List<AudioBlock> blocks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    blocks.forEach(block -> all.writeBytes(block.toByteArray()));
    return all.toByteArray();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
