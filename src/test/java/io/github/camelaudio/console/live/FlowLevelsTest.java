package io.github.camelaudio.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowLevelsTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final FlowLevels flow = FlowLevels.install(context);

  @AfterEach
  void stop() {
    context.stop();
  }

  private void route(RouteBuilder routes) throws Exception {
    context.addRoutes(routes);
    context.start();
  }

  private void branching() throws Exception {
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:in")
                .routeId("way")
                .filter(exchange -> exchange.getMessage().getHeader("wanted") == null)
                .id("gate")
                .multicast()
                .id("both")
                .to("mock:one")
                .id("one")
                .choice()
                .id("which")
                .when(body().isNull())
                .to("mock:never")
                .id("never")
                .otherwise()
                .to("mock:two")
                .id("two");
          }
        });
  }

  private static AudioBlock block(int level) {
    byte[] pcm = new byte[4 * 3_000];
    pcm[4 * 2_999 + 2] = (byte) level;
    pcm[4 * 2_999 + 3] = (byte) (level >> 8);
    return AudioBlock.builder(PcmFormat.DEFAULT).streamId(1).pcm(pcm);
  }

  private void send(Object body) {
    context.createProducerTemplate().sendBody("direct:in", body);
  }

  private long blocks(String node) {
    NodeLevel level = flow.snapshot().get(node);
    return level == null ? 0 : level.blocks();
  }

  @Test
  void eachNodeThatABlockGoesInto_isNoted_andTheRouteItself() throws Exception {
    branching();
    send(block(1));
    send(block(1));
    send("text is no sound");
    context.createProducerTemplate().sendBodyAndHeader("direct:in", block(1), "wanted", "no");
    Map<String, NodeLevel> levels = flow.snapshot();
    assertEquals(3, blocks("way"));
    assertEquals(3, blocks("gate"));
    assertEquals(2, blocks("both"));
    assertEquals(2, blocks("one"));
    assertEquals(2, blocks("which"));
    assertEquals(2, blocks("two"));
    assertFalse(levels.containsKey("never"), levels::toString);
    assertEquals(PcmFormat.DEFAULT, Objects.requireNonNull(levels.get("two")).format());
  }

  @Test
  void peak_isMeasuredWhileSomebodyLooks_sinceTheLastLook() throws Exception {
    branching();
    send(block(32_767));
    assertEquals(-120, peak("two"), "nobody looks");
    SoundTaps.Subscription looking = flow.subscribe();
    send(block(-16_384));
    send(block(8_192));
    assertEquals(-6.02, peak("two"), 0.01);
    assertEquals(-120, peak("two"));
    send(block(8_192));
    assertEquals(-12.04, peak("way"), 0.01);
    looking.close();
    looking.close();
    send(block(8_192));
    assertEquals(-120, peak("way"));
    flow.subscribe();
    send(block(8_192));
    assertEquals(-12.04, peak("way"), 0.01, "closing twice counts once");
  }

  private double peak(String node) {
    return Objects.requireNonNull(flow.snapshot().get(node)).peakDecibels();
  }

  @Test
  void nodesOfARouteThatIsRemoved_areForgotten_andThoseOfItsSuccessorStay() throws Exception {
    branching();
    send(block(1));
    context.getRouteController().stopRoute("way");
    assertEquals(Map.of(), flow.snapshot());
    context.getRouteController().startRoute("way");
    send(block(1));
    assertEquals(2, blocks("two"), "it goes on");
    context.getRouteController().stopRoute("way");
    context.removeRoute("way");
    branching();
    send(block(1));
    assertEquals(1, blocks("two"));
  }

  /** Completes when it is told to, on that thread. */
  private static final class Later extends AsyncProcessorSupport {
    final List<AsyncCallback> waiting = new ArrayList<>();

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      waiting.add(callback);
      return false;
    }
  }

  @Test
  void routeThatIsAsynchronous_staysSo() throws Exception {
    Later later = new Later();
    route(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:in").routeId("way").process(later).id("later").to("mock:end").id("end");
          }
        });
    AsyncProcessor producer =
        (AsyncProcessor) context.getEndpoint("direct:in").createAsyncProducer();
    ((org.apache.camel.Service) producer).start();
    List<Boolean> done = new ArrayList<>();
    Exchange exchange = context.getEndpoint("direct:in").createExchange();
    exchange.getMessage().setBody(block(1));
    assertFalse(producer.process(exchange, done::add), "nobody waits for it");
    assertEquals(List.of(), done);
    assertEquals(0, blocks("end"));
    later.waiting.get(0).done(false);
    assertEquals(List.of(false), done);
    assertEquals(1, blocks("later"));
    assertEquals(1, blocks("end"));
    assertTrue(exchange.getException() == null);
  }
}
