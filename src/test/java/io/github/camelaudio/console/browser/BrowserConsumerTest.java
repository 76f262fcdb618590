package io.github.camelaudio.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.ContextMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Browsers of 1000 Hz, mono, in messages of 10 frames. */
@Timeout(20)
class BrowserConsumerTest {

  private static final String URI = "browser:phone?queue=100ms";
  private static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.S16);

  private final FakeClock clock = new FakeClock();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<AudioBlock> routed = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private BrowserConsumer consumer(Processor route) {
    return new BrowserConsumer(context.getEndpoint(URI, BrowserEndpoint.class), route, clock);
  }

  private BrowserConsumer consumer() {
    return consumer(exchange -> routed.add(exchange.getIn().getBody(AudioBlock.class)));
  }

  private static byte[] pcm(int number) {
    byte[] pcm = new byte[20];
    pcm[0] = (byte) number;
    return pcm;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(Thread.interrupted()).as("the time of the test is over").isFalse();
      Thread.onSpinWait();
    }
  }

  private long counted(String meter) {
    return ContextMeters.of(context).count(BrowserConsumer.METERS, "browser:phone", meter);
  }

  @Test
  void twoBrowsers_areTwoStreams_eachWithItsEnd() {
    BrowserConsumer consumer = consumer();
    consumer.start();
    BrowserConsumer.Connection one = consumer.connect(FORMAT, why -> {});
    BrowserConsumer.Connection two = consumer.connect(FORMAT, why -> {});
    one.receive(pcm(1));
    two.receive(pcm(2));
    assertThat(counted("connections")).isEqualTo(2);
    one.close();
    one.close();
    two.receive(pcm(3));
    await(() -> routed.size() == 4);
    long first = routed.get(0).streamId();
    assertThat(routed.stream().filter(each -> each.streamId() == first))
        .hasSize(2)
        .element(1)
        .matches(AudioBlock::last);
    assertThat(routed.stream().filter(each -> each.streamId() != first))
        .hasSize(2)
        .noneMatch(AudioBlock::last);
    assertThat(counted("connections")).isEqualTo(1);
    assertThat(counted("receivedFrames")).isEqualTo(30);
    consumer.stop();
  }

  @Test
  void stop_tellsTheBrowsers_routesWhatIsQueued_andTakesNoMore() {
    BrowserConsumer consumer = consumer();
    consumer.start();
    List<String> told = new ArrayList<>();
    BrowserConsumer.Connection browser = consumer.connect(FORMAT, told::add);
    browser.receive(pcm(1));
    consumer.stop();
    browser.receive(pcm(2));
    assertThat(told).containsExactly("the route has been stopped");
    assertThat(routed).hasSize(2);
    assertThat(routed.get(1).last()).isTrue();
    assertThatThrownBy(() -> consumer.connect(FORMAT, why -> {}))
        .hasMessage("the route of browser:phone does not run");
    assertThat(BrowserMicrophones.of(context).names()).isEmpty();
  }

  @Test
  void consumerThatIsStartedAgain_receivesAgain() {
    BrowserConsumer consumer = consumer();
    for (int round = 1; round <= 2; round++) {
      consumer.start();
      consumer.connect(FORMAT, why -> {}).receive(pcm(round));
      consumer.stop();
      assertThat(routed).hasSize(2 * round);
    }
    assertThat(counted("receivedFrames")).isEqualTo(20);
  }

  @Test
  void busyRoute_costsTheOldest_ofThatBrowser() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    BrowserConsumer consumer =
        consumer(
            exchange -> {
              routed.add(exchange.getIn().getBody(AudioBlock.class));
              busy.await();
            });
    consumer.start();
    BrowserConsumer.Connection browser = consumer.connect(FORMAT, why -> {});
    browser.receive(pcm(0));
    await(() -> routed.size() == 1);
    for (int i = 1; i <= 15; i++) {
      browser.receive(pcm(i));
    }
    assertThat(counted("droppedBlocks")).isEqualTo(5);
    busy.countDown();
    consumer.stop();
    assertThat(routed).hasSize(12);
    assertThat(routed.get(1).toByteArray()[0]).isEqualTo((byte) 6);
  }

  @Test
  void secondRouteOfAName_doesNotStart() {
    BrowserConsumer consumer = consumer();
    consumer.start();
    BrowserConsumer second = consumer();
    assertThatThrownBy(second::start).hasMessageContaining("another route consumes browser:phone");
    second.stop();
    assertThat(BrowserMicrophones.of(context).find("phone")).isSameAs(consumer);
    consumer.stop();
  }
}
