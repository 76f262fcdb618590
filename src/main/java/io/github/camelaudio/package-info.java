/**
 * Live audio over the network as Apache Camel routes.
 *
 * <pre>
 *   mic: ──┐                                             ┌── speaker:  (mixed, at the device's pace)
 *          ├─ AudioBlock ─ netty:udp ~ ~ ~ netty:udp ────┤
 *   wav: ──┘               or tcp    RTP   or tcp        └── wav:      (each block at its time)
 *
 *   mic:, wav: … ── radio: (a station) ~ ~ ~ radio: (any number, tuned in) ── speaker:, wav: …
 *
 *   many of them ── mixer:room ── the mix as a stream of its own ── wav:, radio:, netty: …
 * </pre>
 *
 * <p>Packages and the arrows between them: {@code docs/architecture.md}.
 *
 * <table>
 * <caption>Threads, and what each may touch</caption>
 * <tr><th>thread</th><th>started by</th><th>paced by</th><th>touches</th></tr>
 * <tr><td>mic:… (capture)</td><td>MicConsumer</td><td>the capture device</td><td>the device, its queue</td></tr>
 * <tr><td>mic:… (route)</td><td>MicConsumer</td><td>that queue</td><td>the route</td></tr>
 * <tr><td>browser:…</td><td>BrowserConsumer</td><td>its queue</td><td>the route</td></tr>
 * <tr><td>wav:…</td><td>WavConsumer</td><td>the monotonic clock, or the route</td><td>the file, the route</td></tr>
 * <tr><td>…-send</td><td>LinkProducer</td><td>its queue, the peer</td><td>one producer of netty or Kafka</td></tr>
 * <tr><td>…-gather</td><td>TopicProducer</td><td>each gatherMillis</td><td>blocks of streams that pause</td></tr>
 * <tr><td>radio:… (station)</td><td>RadioEndpoint</td><td>the route, the listeners</td><td>its share of listeners</td></tr>
 * <tr><td>radio:… (tuned in)</td><td>RadioConsumer</td><td>the station</td><td>one connection, the route</td></tr>
 * <tr><td>mixer:…</td><td>MixerConsumer</td><td>the monotonic clock</td><td>the mixer, the consuming route</td></tr>
 * <tr><td>…-trace</td><td>EndpointTrace</td><td>its queue</td><td>the file of one trace</td></tr>
 * <tr><td>…-playout</td><td>SpeakerEndpoint</td><td>the playback device</td><td>the mixer, the device</td></tr>
 * <tr><td>audio-interfaces</td><td>CamelAudioPlugin</td><td>one read, each 30 s at most</td><td>network interfaces</td></tr>
 * <tr><td>java-sound-close</td><td>JavaSoundLines</td><td>one call</td><td>a line that is closed</td></tr>
 * <tr><td>route-files</td><td>RouteReloader</td><td>every 250 ms</td><td>route files, their routes</td></tr>
 * <tr><td>route-build</td><td>RouteReloader</td><td>one save</td><td>routes that do not run yet</td></tr>
 * <tr><td>service-state</td><td>ServiceRun</td><td>every 10 s, the watchdog, SIGHUP</td><td>what endpoints say of themselves</td></tr>
 * <tr><td>…-writer</td><td>WavEndpoint</td><td>its queue</td><td>the files of one recorder</td></tr>
 * <tr><td>…-left-open</td><td>WavComponent</td><td>the start of a recorder</td><td>files of earlier runs</td></tr>
 * <tr><td>…-reports</td><td>WavEndpoint</td><td>recordings that are complete</td><td>pictures and summaries</td></tr>
 * <tr><td>audio-keys</td><td>ContextSecurity</td><td>every 500 ms</td><td>the key file</td></tr>
 * <tr><td>audio-discovery</td><td>ContextDiscovery</td><td>every 250 ms</td><td>names of services</td></tr>
 * <tr><td>audio-discovery-close</td><td>MdnsNetwork</td><td>the end of a network</td><td>jmdns</td></tr>
 * <tr><td>audio-tls</td><td>CamelAudioPlugin</td><td>handshakes of TLS</td><td>their signatures</td></tr>
 * <tr><td>audio-console</td><td>MixerTaps</td><td>every 10 ms</td><td>what was played</td></tr>
 * <tr><td>audio-console-…</td><td>ConsoleVertx</td><td>HTTP requests, at most 10 threads</td><td>no sound waits for them</td></tr>
 * <tr><td>audio-console-start</td><td>Console</td><td>the start of a run</td><td>the console's server</td></tr>
 * <tr><td>audio-exit</td><td>GracefulExit</td><td>the end of a file</td><td>the run</td></tr>
 * <tr><td>audio-route-end</td><td>GracefulExit</td><td>the end of a file</td><td>its route</td></tr>
 * <tr><td>exit-watch</td><td>ExitWatchdog</td><td>the end of the process</td><td>nothing</td></tr>
 * <tr><td>exit-report</td><td>ExitWatchdog</td><td>the end of the process</td><td>the summary</td></tr>
 * <tr><td>exit-watchdog</td><td>ExitWatchdog</td><td>the end of the process</td><td>nothing</td></tr>
 * <tr><td>warm-up</td><td>WarmUp</td><td>one run of it</td><td>routes of its own, at the start</td></tr>
 * <tr><td>start-archive</td><td>StartArchive</td><td>once, 10 s after the start</td><td>files for the next start</td></tr>
 * <tr><td>start-archive-end</td><td>ArchiveMaker</td><td>the end of the process</td><td>the process that makes them</td></tr>
 * </table>
 *
 * <p>In a run of the program a thread of log4j's prints the log, so that none of these waits for
 * the console. jmdns has three threads for each network, which find names and nothing else. Kafka's
 * clients have one each for their connections. Netty's and Camel's own threads run codecs and
 * receiving routes; they never wait for room. All meet in bounded queues only. {@code
 * ThreadTableTest} compares the table with the sources.
 *
 * <p>Words, each in one sense: a <em>sample</em> is one number of one channel; a <em>frame</em> one
 * sample per channel at one instant; a <em>block</em> a run of consecutive frames of one stream; a
 * <em>packet</em> bytes on the network that carry (part of) a block; a <em>stream</em> all blocks
 * from one source from its start to its end; a <em>wire</em> a packet format; <em>playout</em> the
 * side that turns packets at the network's pace into frames at the device's.
 */
@NullMarked
package io.github.camelaudio;

import org.jspecify.annotations.NullMarked;
