package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairStreamsTest {

  private final FairStreams<String, String> streams = new FairStreams<>(8);

  private void put(String owner, long id) {
    streams.put(owner, id, owner + "-" + id);
  }

  @Test
  void anId_isFoundByItself_andWithItsOwner() {
    put("anna", 1);
    put("bob", 2);
    assertThat(streams.get(1)).isEqualTo("anna-1");
    assertThat(streams.get("bob", 2)).isEqualTo("bob-2");
    assertThat(streams.get("bob", 1)).isNull();
    assertThat(streams.get(3)).isNull();
  }

  @Test
  void anIdOfTwoOwners_isTheLatestOnes_andBothAreKnown() {
    put("anna", 1);
    put("bob", 1);
    assertThat(streams.get(1)).isEqualTo("bob-1");
    assertThat(streams.get("anna", 1)).isEqualTo("anna-1");
    assertThat(streams.size()).isEqualTo(2);
    put("anna", 1);
    assertThat(streams.get(1)).isEqualTo("anna-1");
    assertThat(streams.size()).isEqualTo(2);
  }

  @Test
  void anOwnersFlood_pushesOutItsOwn_theLeastRecentlyUsedFirst() {
    put("anna", 1);
    put("anna", 2);
    for (int id = 10; id < 16; id++) {
      put("bob", id);
    }
    streams.get(10);
    put("bob", 16);
    assertThat(streams.get(11)).isNull();
    assertThat(streams.get(10)).isEqualTo("bob-10");
    for (int id = 100; id < 1_000; id++) {
      put("bob", id);
    }
    assertThat(streams.size()).isEqualTo(8);
    assertThat(streams.get(1)).isEqualTo("anna-1");
    assertThat(streams.get(2)).isEqualTo("anna-2");
    assertThat(streams.get(999)).isEqualTo("bob-999");
  }

  @Test
  void whoHasFewerThanOthers_getsRoom() {
    for (int id = 10; id < 18; id++) {
      put("bob", id);
    }
    put("anna", 1);
    put("anna", 2);
    assertThat(streams.get(1)).isEqualTo("anna-1");
    assertThat(streams.get(2)).isEqualTo("anna-2");
    assertThat(streams.get(11)).isNull();
    assertThat(streams.size()).isEqualTo(8);
  }

  @Test
  void anEvictedId_thatAnotherOwnerHasNow_staysThatOnes() {
    for (int id = 0; id < 7; id++) {
      put("bob", id);
    }
    put("anna", 0);
    put("bob", 7);
    assertThat(streams.get("bob", 0)).isNull();
    assertThat(streams.get(0)).isEqualTo("anna-0");
  }

  @Test
  void removedOwners_leaveNothing() {
    put("anna", 1);
    put("bob", 1);
    put("bob", 2);
    streams.removeOwners("bob"::equals);
    assertThat(streams.get(1)).isNull();
    assertThat(streams.get(2)).isNull();
    assertThat(streams.get("anna", 1)).isEqualTo("anna-1");
    assertThat(streams.size()).isEqualTo(1);
  }
}
