package io.github.camelaudio.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A station of a name that gets an address, or another one; connections are in memory. */
class MovedTunerTest {

  private static final String NAME = "radio:tcp://Kitchen";
  private static final InetSocketAddress OLD = at(9610);
  private static final InetSocketAddress NEW = at(9620);

  private final LogLines log = new LogLines(NAME);
  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final TunerCounters counters = new TunerCounters();
  private final List<EmbeddedChannel> connections = new ArrayList<>();
  private @Nullable InetSocketAddress address;
  private int asked;

  private final Tuner tuner =
      new Tuner(
          new Tuner.Target(NAME, this::ask, 60_000),
          ChannelInboundHandlerAdapter::new,
          block -> {},
          counters,
          clock.eventLoop()) {
        @Override
        Bootstrap bootstrap() {
          return new Bootstrap()
              .disableResolver()
              .channelFactory(
                  () -> {
                    EmbeddedChannel made =
                        new EmbeddedChannel(DefaultChannelId.newInstance(), false, false);
                    connections.add(made);
                    return made;
                  });
        }

        @Override
        void prepare(Channel fresh) {}

        @Override
        void connected(Channel fresh) {}

        @Override
        void leaving(Channel current) {}
      };

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private @Nullable InetSocketAddress ask() {
    asked++;
    return address;
  }

  @BeforeEach
  void standStill() {
    clock.freezeTime();
  }

  @AfterEach
  void close() {
    log.close();
    clock.close();
  }

  private void pass(int millis) {
    clock.runPendingTasks();
    clock.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    clock.runScheduledPendingTasks();
    clock.runPendingTasks();
  }

  private void hear() {
    tuner.received(AudioBlock.builder(PcmFormat.DEFAULT).pcm(new byte[4]));
  }

  @Test
  void unknownName_isConnectedTo_asSoonAsItIsFound() {
    tuner.start();
    for (int i = 0; i < 10; i++) {
      pass(10_000);
    }
    int before = asked;
    assertThat(log.all()).hasSize(1);
    assertThat(log.all().get(0)).contains("away (no station of this name is announced)");
    address = OLD;
    tuner.moved();
    pass(0);
    assertThat(asked).isEqualTo(before + 1);
    assertThat(connections).hasSize(1);
  }

  @Test
  void stationThatMoved_isLeft_onceNothingComesFromWhereItWas() {
    address = OLD;
    tuner.start();
    pass(0);
    hear();
    address = NEW;
    tuner.moved();
    for (int i = 0; i < 10; i++) {
      pass(299);
      hear();
      pass(1);
    }
    assertThat(connections).hasSize(1);
    assertThat(connections.get(0).isOpen()).isTrue();
    pass(600);
    assertThat(connections.get(0).isOpen()).isFalse();
    pass(100);
    assertThat(connections).hasSize(2);
    assertThat(log.all()).last().asString().contains("away (it has moved)");
    hear();
    assertThat(log.all()).last().asString().endsWith(": back");
  }

  @Test
  void stationThatIsFoundWhereItIs_isNotLeft() {
    address = OLD;
    tuner.start();
    pass(0);
    hear();
    tuner.moved();
    pass(5_000);
    assertThat(connections).hasSize(1);
    assertThat(connections.get(0).isOpen()).isTrue();
  }

  @Test
  void stopped_connectsNoMore() {
    tuner.start();
    pass(0);
    tuner.stop();
    address = OLD;
    tuner.moved();
    pass(60_000);
    assertThat(connections).isEmpty();
  }
}
