package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.peer.BlockSender;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers and their links, whatever the blocks are handed to. */
@Timeout(30)
class LinkProducerTest {

  private static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.U8);

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final LinkedBlockingQueue<Integer> sent = new LinkedBlockingQueue<>();
  private int emptied;
  private final PeerLinks links = new PeerLinks(context, "test:peer", () -> emptied++);

  /** Takes all blocks at once. */
  private final class Producer extends LinkProducer {
    private int senders;

    Producer() {
      super(context.getEndpoint("mock:peer"), links);
    }

    @Override
    protected BlockSender sender() {
      senders++;
      return blocks -> {
        blocks.forEach(each -> sent.add(each.sequence()));
        return CompletableFuture.completedFuture(null);
      };
    }
  }

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void end() throws Exception {
    context.close();
  }

  private Exchange send(Producer producer, int number) throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange
        .getIn()
        .setBody(AudioBlock.builder(FORMAT).sequence(number).live(false).pcm(new byte[10]));
    producer.process(exchange);
    return exchange;
  }

  @Test
  void blocks_areSentByTheLinksThread_andTheRestWhenItStops() throws Exception {
    Producer producer = new Producer();
    producer.start();
    assertThat(send(producer, 1).getException()).isNull();
    assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    send(producer, 2);
    producer.stop();
    assertThat(sent).containsExactly(2);
    assertThat(links.summary()).isEqualTo("2 blocks sent, 0 dropped");
  }

  @Test
  void producerThatIsStopped_discardsBlocks_andTakesThemAfterItsNextStart() throws Exception {
    Producer producer = new Producer();
    producer.start();
    producer.stop();
    assertThat(send(producer, 1).getException()).isNull();
    producer.start();
    send(producer, 2);
    assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(producer.senders).as("one for each start").isEqualTo(2);
    producer.stop();
  }

  @Test
  void links_areCountedTogether_andTheLastOneThatEndsIsTold() throws Exception {
    List<Producer> both = List.of(new Producer(), new Producer());
    for (Producer each : both) {
      each.start();
      send(each, 1);
    }
    sent.poll(10, TimeUnit.SECONDS);
    sent.poll(10, TimeUnit.SECONDS);
    both.get(0).stop();
    assertThat(emptied).isZero();
    assertThat(links.state()).isEqualTo("UP");
    both.get(1).stop();
    assertThat(emptied).isEqualTo(1);
    assertThat(links.state()).as("the last one's").isEqualTo("UP");
    assertThat(links.sending()).isZero();
    assertThat(links.mustFinish()).isFalse();
    assertThat(links.summary()).isEqualTo("2 blocks sent, 0 dropped");
  }
}
