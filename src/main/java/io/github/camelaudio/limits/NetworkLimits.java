package io.github.camelaudio.limits;

/**
 * What one host, and all together, may have at all receivers of a Camel context.
 *
 * @param connections TCP connections altogether
 * @param connectionsPerHost TCP connections of one host
 * @param streamsPerHost streams of one host at once
 * @param newStreamsPerSecond streams that one host may begin each second, once it has begun {@code
 *     streamsPerHost} at once
 * @param newConnectionsPerSecond TCP connections that one host may begin each second, once it has
 *     begun {@code connectionsPerHost} at once
 */
public record NetworkLimits(
    int connections,
    int connectionsPerHost,
    int streamsPerHost,
    int newStreamsPerSecond,
    int newConnectionsPerSecond) {

  public static final String CONNECTIONS = "audio.maxConnections";
  public static final String CONNECTIONS_PER_HOST = "audio.maxConnectionsPerHost";
  public static final String STREAMS_PER_HOST = "audio.maxStreamsPerHost";
  public static final String NEW_STREAMS = "audio.newStreamsPerSecond";
  public static final String NEW_CONNECTIONS = "audio.newConnectionsPerSecond";

  /** What holds unless a property says otherwise. */
  public static final NetworkLimits DEFAULT = new NetworkLimits(1_024, 64, 16, 20, 20);
}
