package io.github.camelaudio.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;

/** A Kafka broker on loopback, which is its own controller; with others a cluster of them. */
public final class Broker implements AutoCloseable {

  private static final String CLUSTER = "Y2FtZWwtYXVkaW8tdGVzdA";
  private static final long SECONDS = 30;

  private final KafkaRaftServer server;
  private final String address;

  private Broker(KafkaRaftServer server, String address) {
    this.server = server;
    this.address = address;
  }

  /** A single one, which is ready. */
  public static Broker start(Path directory) throws Exception {
    return start(directory, 1, List.of(new Ports(freePort(), freePort())));
  }

  /** Where one of a cluster listens. */
  public record Ports(int clients, int controllers) {}

  /**
   * One of a cluster.
   *
   * @param id from 1 on
   * @param ports of all of them, in the order of their ids
   */
  public static Broker start(Path directory, int id, List<Ports> ports) throws Exception {
    Properties properties = properties(directory, id, ports);
    Path file = directory.resolve("server.properties");
    if (Files.notExists(file)) {
      Files.createDirectories(directory);
      try (Writer out = Files.newBufferedWriter(file)) {
        properties.store(out, null);
      }
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      int code =
          StorageTool.execute(
              new String[] {"format", "-t", CLUSTER, "-c", file.toString()},
              new PrintStream(said, true, StandardCharsets.UTF_8));
      if (code != 0) {
        throw new IOException(said.toString(StandardCharsets.UTF_8));
      }
    }
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    return new Broker(server, "127.0.0.1:" + ports.get(id - 1).clients());
  }

  private static Properties properties(Path directory, int id, List<Ports> ports) {
    Ports own = ports.get(id - 1);
    StringBuilder voters = new StringBuilder();
    for (int i = 0; i < ports.size(); i++) {
      voters
          .append(i == 0 ? "" : ",")
          .append(i + 1)
          .append("@127.0.0.1:")
          .append(ports.get(i).controllers());
    }
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            String.valueOf(id),
            "controller.quorum.voters",
            voters.toString(),
            "controller.listener.names",
            "CONTROLLER",
            "listener.security.protocol.map",
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "listeners",
            "PLAINTEXT://127.0.0.1:"
                + own.clients()
                + ",CONTROLLER://127.0.0.1:"
                + own.controllers(),
            "advertised.listeners",
            "PLAINTEXT://127.0.0.1:" + own.clients(),
            "log.dirs",
            directory.resolve("log").toString()));
    String replicas = String.valueOf(Math.min(3, ports.size()));
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor",
            replicas,
            "offsets.topic.num.partitions",
            "4",
            "transaction.state.log.replication.factor",
            replicas,
            "default.replication.factor",
            replicas,
            "min.insync.replicas",
            ports.size() > 1 ? "2" : "1",
            "group.initial.rebalance.delay.ms",
            "0",
            "group.min.session.timeout.ms",
            "1000",
            "broker.session.timeout.ms",
            "3000",
            "broker.heartbeat.interval.ms",
            "500"));
    return properties;
  }

  /** A port that nothing listens on now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where clients reach it. */
  public String address() {
    return address;
  }

  /** Makes a topic, which is there when this returns. */
  public void createTopic(String name, int partitions) throws Exception {
    createTopic(address, name, partitions, (short) 1);
  }

  /** The same in a cluster. */
  public static void createTopic(String addresses, String name, int partitions, short replicas)
      throws Exception {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) addresses))) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, replicas)))
          .all()
          .get(SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /**
   * Runs one in a process of its own until it is killed; prints a line when it is there.
   *
   * @param arguments its directory, its id, and the two ports of each, all separated by blanks
   */
  public static void main(String[] arguments) throws Exception {
    List<Ports> ports = new ArrayList<>();
    for (int i = 2; i < arguments.length; i += 2) {
      ports.add(new Ports(Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1])));
    }
    Broker broker = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), ports);
    System.out.println("ready " + broker.address());
    Thread.currentThread().join();
  }
}
