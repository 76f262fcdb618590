package io.github.camelaudio.wire.socket;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that are not read for a while (autoRead off), by several who do not know of each
 * other: a connection is read again when the last of them agrees. Any thread.
 */
public final class HeldReads {

  private static final AttributeKey<AtomicInteger> HOLDS =
      AttributeKey.valueOf(HeldReads.class, "holds");

  private HeldReads() {}

  /** Reads a connection no more, until each hold was released. */
  public static void hold(Channel channel) {
    if (holds(channel).getAndIncrement() == 0) {
      channel.config().setAutoRead(false);
    }
  }

  /** Takes one hold back. */
  public static void release(Channel channel) {
    if (holds(channel).decrementAndGet() == 0) {
      channel.config().setAutoRead(true);
    }
  }

  private static AtomicInteger holds(Channel channel) {
    AtomicInteger fresh = new AtomicInteger();
    AtomicInteger there = channel.attr(HOLDS).setIfAbsent(fresh);
    return there == null ? fresh : there;
  }
}
