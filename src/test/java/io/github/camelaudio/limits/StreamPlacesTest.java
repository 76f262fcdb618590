package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.limits.StreamPlaces.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Four streams of each host, and then two a second. */
class StreamPlacesTest {

  private static final long SECOND = 1_000_000_000L;
  private static final SenderHost HOST = new SenderHost("192.0.2.1", false);
  private static final SenderHost OTHER = new SenderHost("192.0.2.2", false);

  private final StreamPlaces places = new StreamPlaces(() -> new NetworkLimits(9, 9, 4, 2, 9));
  private final List<String> refused = new ArrayList<>();
  private long now;
  private long id;

  private @Nullable Place begin(@Nullable SenderHost host) {
    return places.take(host, id++, now, refused::add);
  }

  private List<Place> fill(SenderHost host) {
    List<Place> taken = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Place place = Objects.requireNonNull(begin(host));
      assertThat(place.touch(now)).isTrue();
      taken.add(place);
    }
    return taken;
  }

  private void after(double seconds) {
    now += (long) (seconds * SECOND);
  }

  @Test
  void aHost_hasAsManyAsItMay_andAnotherOneHas_too() {
    fill(HOST);
    after(3);
    assertThat(begin(HOST)).isNull();
    assertThat(refused)
        .containsExactly("more than 4 streams of one host (audio.maxStreamsPerHost)");
    fill(OTHER);
    assertThat(refused).hasSize(1);
  }

  @Test
  void whatIsNotLimited_alwaysHasAPlace() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(begin(null)).isNotNull();
    }
  }

  @Test
  void aPlace_isFreeWhenItsStreamEnds() {
    List<Place> taken = fill(HOST);
    after(3);
    taken.forEach(Place::free);
    assertThat(places.streams(HOST)).isZero();
    fill(HOST);
  }

  @Test
  void streamsThatComeAndGo_areRefusedBeyondTheirRate() {
    for (int i = 0; i < 4; i++) {
      Objects.requireNonNull(begin(HOST)).free();
    }
    assertThat(begin(HOST)).isNull();
    assertThat(refused)
        .containsExactly(
            "more than 2 new streams a second of one host (audio.newStreamsPerSecond)");
  }

  @Test
  void anIdleStream_keepsItsPlace_untilAnotherNeedsIt() {
    List<Place> taken = fill(HOST);
    after(10.5);
    for (Place place : taken.subList(1, 4)) {
      assertThat(place.touch(now)).isTrue();
    }
    assertThat(begin(HOST)).isNotNull();
    assertThat(taken.get(0).touch(now)).as("has lost its place").isFalse();
    assertThat(taken.get(1).touch(now)).isTrue();
    assertThat(places.streams(HOST)).isEqualTo(4);
  }

  @Test
  void idleStreams_areLookedForEveryTenthOfASecond() {
    fill(HOST);
    after(9.95);
    begin(HOST);
    after(0.07);
    begin(HOST);
    assertThat(places.streams(HOST)).isEqualTo(4);
    after(0.05);
    begin(HOST);
    assertThat(places.streams(HOST)).isZero();
  }

  @Test
  void aRefusal_isSaidWhileOthersMayTakePlaces() {
    fill(HOST);
    List<Boolean> locked = new ArrayList<>();
    assertThat(places.take(HOST, 9, now, why -> locked.add(Thread.holdsLock(places)))).isNull();
    assertThat(locked).containsExactly(false);
  }

  @Test
  void idsThatComeOnce_takeThePlacesOfASecond_andThenNone() {
    for (int i = 0; i < 1_000; i++) {
      begin(HOST);
    }
    assertThat(places.streams(HOST)).isEqualTo(4);
    after(1.5);
    Place honest = null;
    for (int packet = 0; packet < 2; packet++) {
      for (int i = 0; i < 100; i++) {
        assertThat(begin(HOST)).isNull();
      }
      honest = places.take(HOST, 1_000_000, now, refused::add);
      after(0.01);
    }
    assertThat(honest).isNotNull();
    assertThat(places.streams(HOST)).isEqualTo(1);
  }

  @Test
  void aConnectionsPlace_isItsOwnUntilItCloses() {
    for (int i = 0; i < 4; i++) {
      assertThat(places.takeForConnection(HOST, now, refused::add)).isNotNull();
    }
    after(1_000);
    assertThat(places.takeForConnection(HOST, now, refused::add)).isNull();
  }

  // ---- many hosts

  private static SenderHost host(int number) {
    return new SenderHost("host " + number, false);
  }

  /** Each with a stream of one packet, or of more. */
  private void crowd(int hosts, boolean proven) {
    for (int i = 0; i < hosts; i++) {
      Place place = Objects.requireNonNull(begin(host(i)));
      assertThat(!proven || place.touch(now)).isTrue();
    }
  }

  @Test
  void aCrowdOfHosts_isNotRememberedForEver() {
    crowd(2 * StreamPlaces.MAX_HOSTS, false);
    assertThat(places.streams(host(0))).isZero();
    assertThat(places.streams(host(StreamPlaces.MAX_HOSTS))).isEqualTo(1);
    assertThat(refused).isEmpty();
  }

  @Test
  void aCrowdOfHosts_pushesOutNoneWhoseStreamsGoOn() {
    List<Place> taken = fill(HOST);
    crowd(2 * StreamPlaces.MAX_HOSTS, false);
    assertThat(places.streams(HOST)).isEqualTo(4);
    assertThat(begin(HOST)).isNull();
    assertThat(taken).allMatch(place -> place.touch(now));
  }

  @Test
  void aStreamWhoseHostWasPushedOut_needsANewPlace() {
    Place first = Objects.requireNonNull(begin(HOST));
    Place connection = Objects.requireNonNull(places.takeForConnection(OTHER, now, refused::add));
    crowd(StreamPlaces.MAX_HOSTS, false);
    assertThat(first.touch(now)).isFalse();
    first.free();
    assertThat(begin(HOST)).isNotNull();
    assertThat(connection.touch(now)).as("a connection's").isTrue();
  }

  @Test
  void whereAllHostsHaveStreamsThatGoOn_anotherOneIsRefused_untilSomeAreSilent() {
    crowd(StreamPlaces.MAX_HOSTS, true);
    assertThat(begin(HOST)).isNull();
    assertThat(refused).containsExactly("more than 4096 hosts that have streams");
    after(1.1);
    assertThat(begin(HOST)).isNotNull();
  }

  /** A few that go on are looked at once each: those behind them are found, too. */
  @Test
  void hostsWhoseStreamsGoOn_doNotHideOthers() {
    List<Place> busy = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      busy.add(Objects.requireNonNull(begin(new SenderHost("busy " + i, false))));
    }
    crowd(StreamPlaces.MAX_HOSTS - 100, true);
    after(2);
    busy.forEach(place -> place.touch(now));
    Place found = null;
    for (int i = 0; i < 20 && found == null; i++) {
      found = begin(HOST);
    }
    assertThat(found).isNotNull();
    assertThat(busy).allMatch(place -> place.touch(now));
  }

  @Test
  void aFloodOfOneHost_doesNotPushOutTheNewStreamsOfAnother() {
    for (SenderHost host : List.of(HOST, OTHER)) {
      List<Place> taken = fill(host);
      after(3);
      assertThat(begin(host)).isNull(); // from now on it takes two packets
      taken.get(0).free();
    }
    assertThat(places.take(OTHER, 1_000_000, now, refused::add)).isNull();
    for (int i = 0; i < 2_000; i++) {
      assertThat(begin(HOST)).isNull();
    }
    assertThat(places.take(OTHER, 1_000_000, now, refused::add)).isNotNull();
  }
}
