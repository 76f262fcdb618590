package io.github.camelaudio.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The station that ours are measured beside: gst-launch with a sink that serves many. */
final class GStreamerStation {

  private GStreamerStation() {}

  /**
   * Starts it.
   *
   * @param listenerPorts to which it sends over UDP, with spaces between
   * @param lifeSeconds after which it ends should nobody end it
   */
  static BenchProcess start(boolean udp, int port, String listenerPorts, long lifeSeconds)
      throws IOException {
    return new BenchProcess(
        "gst-launch", udp ? udpSink(port, listenerPorts, lifeSeconds) : tcpSink(port, lifeSeconds));
  }

  /**
   * At its cheapest: it neither waits for the clock twice nor keeps buffers to be asked for; one
   * who lags by half a second goes on with the latest block, as with us.
   */
  private static List<String> tcpSink(int port, long lifeSeconds) {
    List<String> command = source(RadioWire.PCM_TCP, "S16LE", lifeSeconds);
    command.addAll(
        List.of(
            "tcpserversink",
            "host=127.0.0.1",
            "port=" + port,
            "sync=false",
            "enable-last-sample=false",
            "buffers-soft-max=22",
            "recover-policy=latest"));
    return command;
  }

  private static List<String> udpSink(int port, String listenerPorts, long lifeSeconds) {
    List<String> command = source(RadioWire.RTP_UDP, "S16BE", lifeSeconds);
    command.addAll(
        List.of(
            "rtpL16pay",
            "min-ptime=5000000",
            "max-ptime=5000000",
            "!",
            "multiudpsink",
            "bind-address=127.0.0.1",
            "bind-port=" + port,
            "sync=false",
            "enable-last-sample=false"));
    if (!listenerPorts.isEmpty()) {
      command.add(
          Arrays.stream(listenerPorts.split(" ", -1))
              .map(listener -> "127.0.0.1:" + listener)
              .collect(Collectors.joining(",", "clients=", "")));
    }
    return command;
  }

  /** Silence in real time, which ends by itself should nobody end it. */
  private static List<String> source(RadioWire wire, String encoding, long lifeSeconds) {
    int rate = wire.format().sampleRateHz();
    return new ArrayList<>(
        List.of(
            "gst-launch-1.0",
            "-q",
            "audiotestsrc",
            "is-live=true",
            "wave=silence",
            "samplesperbuffer=" + wire.blockFrames(),
            "num-buffers=" + lifeSeconds * rate / wire.blockFrames(),
            "!",
            "audio/x-raw,format=%s,rate=%d,channels=2".formatted(encoding, rate),
            "!"));
  }
}
