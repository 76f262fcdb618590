package io.github.camelaudio.tuner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connections are the test's own words; each attempt to make one is only counted. */
class TunerTest {

  private static final String NAME = "radio:tcp://station:9610";
  private static final String AWAY =
      "WARN " + NAME + ": away (connection refused); trying again, with pauses of up to 1.0 s";

  private final LogLines log = new LogLines(NAME);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final TunerCounters counters = new TunerCounters();
  private final Tuner tuner = new Unconnected();

  private final class Unconnected extends Tuner {
    Unconnected() {
      super(
          new Target(NAME, () -> InetSocketAddress.createUnresolved("station", 9_610), 1_000),
          ChannelInboundHandlerAdapter::new,
          block -> {},
          counters,
          channel.eventLoop());
    }

    @Override
    Bootstrap bootstrap() {
      throw new AssertionError("no network here");
    }

    @Override
    void prepare(Channel fresh) {}

    @Override
    void connected(Channel fresh) {}

    @Override
    void leaving(Channel current) {}
  }

  @BeforeEach
  void standStill() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    log.close();
    channel.close();
  }

  private void pass(int millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private List<Integer> nextPauses(int count) {
    return IntStream.range(0, count).mapToObj(i -> tuner.nextPauseMillis()).toList();
  }

  @Test
  void pauses_growUpToTheLongest() {
    assertEquals(List.of(100, 200, 400, 800, 1_000, 1_000), nextPauses(6));
  }

  @Test
  void pauses_beginAnew_onceTheStationHasBeenThereForASecond() {
    nextPauses(3);
    tuner.up();
    pass(1_000);
    assertEquals(List.of(100, 200), nextPauses(2));
    tuner.up(); // it is heard again
    assertEquals(List.of(100, 200), nextPauses(2));
  }

  @Test
  void pauses_goOnGrowing_whileTheStationComesAndGoes() {
    nextPauses(1);
    for (int pause : new int[] {200, 400, 800, 1_000, 1_000}) {
      tuner.up();
      pass(999);
      tuner.away("it ended the connection");
      assertEquals(List.of(pause), nextPauses(1));
    }
    tuner.up();
    pass(2);
    assertEquals(List.of(1_000), nextPauses(1), "an earlier second does not count");
  }

  @Test
  void changes_areOneLineEach() {
    tuner.up();
    tuner.up();
    tuner.away("connection refused");
    tuner.away("no answer");
    tuner.up();
    assertEquals(
        List.of("INFO " + NAME + ": tuned in", AWAY, "INFO " + NAME + ": back"), log.all());
    assertEquals(3, counters.changes.sum());
  }

  @Test
  void aStationThatSendsNothing_isSaidAfter5Seconds_once() {
    tuner.up();
    pass(4_990);
    assertEquals(1, log.all().size());
    pass(20_000);
    assertEquals(2, log.all().size(), log.all()::toString);
    assertTrue(log.all().get(1).contains("no sound has come for 5 s"), log.all()::toString);
  }

  @Test
  void aStationThatWasHeard_mayPause() {
    tuner.received(AudioBlock.builder(PcmFormat.DEFAULT).pcm(new byte[4]));
    pass(20_000);
    assertEquals(1, log.all().size(), log.all()::toString);
  }

  @Test
  void stationThatIsNotThereAtFirst_isAway_thenTunedIn() {
    tuner.away("connection refused");
    tuner.up();
    assertEquals(List.of(AWAY, "INFO " + NAME + ": back"), log.all());
  }

  @Test
  void stopped_saysNothingMore_andIsNew() {
    tuner.up();
    tuner.stop();
    tuner.lost("it ended the connection");
    assertEquals(1, log.all().size());
    assertEquals(Tuner.State.NEW, counters.state);
  }
}
