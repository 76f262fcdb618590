package io.github.camelaudio.console.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.console.http.ProblemException;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private static final SocketAddress THIS_MACHINE = SocketAddress.inetSocketAddress(1, "127.0.0.1");

  private final Places places = new Places(4, 2, "listeners");

  private static SocketAddress host(int last) {
    return SocketAddress.inetSocketAddress(1_000, "192.0.2." + last);
  }

  @Test
  void hostBeyondItsShare_isRefused_andOthersAreNot() {
    places.take(host(1));
    places.take(host(1));
    assertThatThrownBy(() -> places.take(host(1)))
        .hasMessage("this host has 2 listeners already; close one of them first")
        .extracting(e -> ((ProblemException) e).status())
        .isEqualTo(503);
    places.take(host(2));
    assertThat(places.taken()).isEqualTo(3);
  }

  @Test
  void thisMachine_isLimitedByTheSumOnly() {
    for (int i = 0; i < 4; i++) {
      places.take(THIS_MACHINE);
    }
    assertThatThrownBy(() -> places.take(THIS_MACHINE))
        .hasMessageStartingWith("there are 4 listeners already");
    assertThatThrownBy(() -> places.take(null)).isInstanceOf(ProblemException.class);
  }

  @Test
  void placeThatIsFreed_twice_isFreedOnce() {
    Runnable free = places.take(host(1));
    places.take(host(1));
    free.run();
    free.run();
    assertThat(places.taken()).isEqualTo(1);
    places.take(host(1));
    assertThatThrownBy(() -> places.take(host(1))).isInstanceOf(ProblemException.class);
  }
}
