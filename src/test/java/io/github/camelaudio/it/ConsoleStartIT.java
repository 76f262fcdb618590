package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.console.Console;
import io.github.camelaudio.console.http.ConsoleSettings;
import io.github.camelaudio.console.http.Passwords;
import io.github.camelaudio.console.http.ReservedPort;
import io.github.camelaudio.console.live.LogTail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the console starts, and that a run may end before. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ConsoleStartIT {

  private static final String THREAD = "audio-console-start";

  private static ReservedPort start(CamelContext context) throws IOException {
    Map<String, String> none = Map.of();
    ConsoleSettings settings = ConsoleSettings.read(none::get);
    ReservedPort port = ReservedPort.reserve(settings.addresses(), Tools.freePort());
    Console.start(
        context,
        new Console.Options(
            settings,
            port,
            new Passwords(settings.control(), settings.view(), List::of),
            null,
            new LogTail(),
            List.of()));
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isStarting() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(THREAD));
  }

  @Test
  void aRunThatEndsAtOnce_freesThePort_andStartsNoServer() throws Exception {
    CamelContext context = new DefaultCamelContext();
    ReservedPort port = start(context);
    context.start();
    assertThat(isFree(port.port())).isFalse();
    context.stop();
    Routes.await("the end of its thread", () -> !isStarting());
    assertThat(isFree(port.port())).isTrue();
  }
}
