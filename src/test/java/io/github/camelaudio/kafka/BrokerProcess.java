package io.github.camelaudio.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Brokers in processes of their own, which can be killed and started again. */
final class BrokerProcess implements AutoCloseable {

  private final Path directory;
  private final int id;
  private final List<Broker.Ports> ports;
  private Process process;

  private BrokerProcess(Path directory, int id, List<Broker.Ports> ports) throws IOException {
    this.directory = directory;
    this.id = id;
    this.ports = ports;
    this.process = launch();
  }

  /** A cluster of so many; all of them are there when this returns. */
  static List<BrokerProcess> cluster(Path directory, int count) throws IOException {
    List<Broker.Ports> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ports.add(new Broker.Ports(Broker.freePort(), Broker.freePort()));
    }
    List<BrokerProcess> brokers = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      brokers.add(new BrokerProcess(directory.resolve("broker-" + id), id, ports));
    }
    for (BrokerProcess broker : brokers) {
      broker.awaitReady();
    }
    return brokers;
  }

  /** Where clients reach them all. */
  static String addresses(List<BrokerProcess> brokers) {
    return brokers.stream().map(BrokerProcess::address).collect(Collectors.joining(","));
  }

  private String address() {
    return "127.0.0.1:" + ports.get(id - 1).clients();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Broker.class.getName()));
    command.addAll(List.of(directory.toString(), String.valueOf(id)));
    for (Broker.Ports each : ports) {
      command.add(String.valueOf(each.clients()));
      command.add(String.valueOf(each.controllers()));
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private void awaitReady() throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    while (line != null && !line.startsWith("ready ")) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("broker " + id + " ended");
    }
  }

  /** Its number in the cluster. */
  int id() {
    return id;
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again with what it has on its disk. */
  void restart() throws IOException {
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
