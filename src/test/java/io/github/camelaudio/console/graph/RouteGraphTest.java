package io.github.camelaudio.console.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteGraphTest {

  @ParameterizedTest
  @CsvSource({
    "direct:a?timeout=5, direct://a, true",
    "netty:tcp://localhost:9600?encoders=x, netty:tcp://0.0.0.0:9600?decoders=y, true",
    "radio:tcp://127.0.0.1:9610, radio:tcp://[::]:9610, true",
    "netty:tcp://localhost:9600, netty:udp://localhost:9600, false",
    "netty:tcp://192.0.2.1:9600, netty:tcp://0.0.0.0:9600, false",
    "direct:a, direct:b, false",
    "seda:a, direct:a, false",
  })
  void place_isTheSame_whereEndpointsMeet(String to, String from, boolean meet) {
    assertEquals(meet, RouteGraph.place(to).equals(RouteGraph.place(from)));
  }

  @ParameterizedTest
  @CsvSource({
    "direct://a?timeout=5, direct:a",
    "radio:tcp://0.0.0.0:9610?wire=pcm, radio:tcp://0.0.0.0:9610",
    "speaker:USB Audio, speaker:USB Audio",
  })
  void ofUri_hasNoOptions(String uri, String label) {
    assertEquals(label, NodeLabel.ofUri(uri));
  }

  @Test
  void ofUri_ofALongOne_isShort() {
    assertEquals(60, NodeLabel.ofUri("wav:" + "a".repeat(100)).length());
  }

  @Test
  void sanitized_hidesSecrets() {
    assertFalse(NodeLabel.sanitized("ftp://me:secret@host/x?password=secret").contains("secret"));
  }
}
