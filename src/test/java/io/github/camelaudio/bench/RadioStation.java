package io.github.camelaudio.bench;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A station of ours: one route, fed with silence by the clock. Told {@code memory}, it says what it
 * holds after a collection; it ends when nobody can tell it anything any more.
 */
public final class RadioStation {

  private static final double MIB = 1024 * 1024;

  private RadioStation() {}

  /**
   * Sends until its input ends.
   *
   * @param args the endpoint to send to, the wire whose programme it is, and optionally a key file
   */
  public static void main(String[] args) throws Exception {
    System.setProperty("audio.log.own", "WARN"); // no line for each of thousands who tune in
    DefaultCamelContext context = new DefaultCamelContext();
    if (args.length > 2) {
      context.getPropertiesComponent().addOverrideProperty("audio.keys", args[2]);
    }
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:programme").to(args[0]);
          }
        });
    context.start();
    RadioWire wire = RadioWire.valueOf(args[1]);
    Thread programme = new Thread(() -> play(context, wire), "programme");
    programme.setDaemon(true);
    programme.start();
    System.out.println("on air");

    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while ("memory".equals(commands.readLine())) {
      System.gc();
      System.out.printf(
          "memory %.1f MiB heap, %.1f MiB direct%n",
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB,
          directBytes() / MIB);
    }
    System.exit(0);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static void play(DefaultCamelContext context, RadioWire wire) {
    ProducerTemplate template = context.createProducerTemplate();
    long start = System.nanoTime();
    for (int sequence = 0; ; sequence++) {
      long frame = (long) sequence * wire.blockFrames();
      long due = start + wire.format().nanosOfFrames(frame);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      template.sendBody(
          "direct:programme",
          AudioBlock.builder(wire.format())
              .streamId(1)
              .sequence(sequence)
              .timestamp((int) frame)
              .captureEpochNanos(SystemClock.INSTANCE.epochNanos())
              .pcm(new byte[wire.blockFrames() * wire.format().bytesPerFrame()]));
    }
  }
}
