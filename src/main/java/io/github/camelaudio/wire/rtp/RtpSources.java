package io.github.camelaudio.wire.rtp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that the sound of one stream comes from, and how much from each: more than one with
 * ST 2022-7 (each packet twice, over two networks), or when a network gives the sender another
 * address. Counts fade, so that an address that took over soon has most.
 */
final class RtpSources {

  private static final int MAX = 4;
  private static final int FADE_AT = 64;

  private final @Nullable InetAddress[] addresses = new @Nullable InetAddress[MAX];
  private final int[] packets = new int[MAX];

  /** Counts a packet; one more address than there is room for takes the place of the rarest. */
  void add(InetAddress address) {
    int at = 0;
    int rarest = 0;
    while (at < MAX && !address.equals(addresses[at])) {
      rarest = packets[at] < packets[rarest] ? at : rarest;
      at++;
    }
    if (at == MAX) {
      at = rarest;
      addresses[at] = address;
      packets[at] = 0;
    }
    if (++packets[at] == FADE_AT) {
      for (int i = 0; i < MAX; i++) {
        packets[i] /= 2;
      }
    }
  }

  /**
   * Whether the address is a source of the stream: it sends at least a quarter of the packets of
   * the busiest address.
   */
  boolean has(InetAddress address) {
    for (int i = 0; i < MAX; i++) {
      if (address.equals(addresses[i])) {
        return packets[i] > 0 && 4 * packets[i] >= packets[most()];
      }
    }
    return false;
  }

  private int most() {
    int most = 0;
    for (int i = 1; i < MAX; i++) {
      most = packets[i] > packets[most] ? i : most;
    }
    return most;
  }

  /** The address that most comes from. */
  @Override
  public String toString() {
    InetAddress address = addresses[most()];
    return address == null ? "nowhere" : String.valueOf(address.getHostAddress());
  }
}
