package io.github.camelaudio.bench;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * Many datagrams to one port of this machine with one call: sendmmsg(2) of Linux, 64 bits. They are
 * of one length, and their bytes are in one piece of memory. A datagram socket of Java would cost a
 * call, and a copy, for each.
 */
final class SendBatch {

  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCKADDR_BYTES = 16;
  private static final int HEADER_BYTES = 64; // struct mmsghdr
  private static final int VECTOR_BYTES = 16; // struct iovec

  static {
    Native.register("c");
  }

  private final int socket;
  private final int packetBytes;
  private final Memory bytes;
  private final Memory headers;
  private final Memory vectors;

  private static native int socket(int domain, int type, int protocol);

  private static native int connect(int socket, Pointer address, int bytes);

  private static native int sendmmsg(int socket, Pointer headers, int count, int flags);

  private static native int send(int socket, Pointer bytes, Pointer length, int flags);

  SendBatch(int port, int packets, int packetBytes) {
    this.packetBytes = packetBytes;
    this.bytes = new Memory((long) packets * packetBytes);
    this.headers = new Memory((long) packets * HEADER_BYTES);
    this.vectors = new Memory((long) packets * VECTOR_BYTES);
    headers.clear();
    for (int i = 0; i < packets; i++) {
      vectors.setPointer((long) i * VECTOR_BYTES, bytes.share((long) i * packetBytes));
      vectors.setLong((long) i * VECTOR_BYTES + 8, packetBytes);
      headers.setPointer((long) i * HEADER_BYTES + 16, vectors.share((long) i * VECTOR_BYTES));
      headers.setLong((long) i * HEADER_BYTES + 24, 1);
    }
    this.socket = socket(AF_INET, SOCK_DGRAM, 0);
    try (Memory address = new Memory(SOCKADDR_BYTES)) {
      address.clear();
      address.setShort(0, (short) AF_INET);
      address.setByte(2, (byte) (port >> 8));
      address.setByte(3, (byte) port);
      address.setByte(4, (byte) 127);
      address.setByte(7, (byte) 1);
      if (socket < 0 || connect(socket, address, SOCKADDR_BYTES) != 0) {
        throw new IllegalStateException("no socket to port " + port);
      }
    }
  }

  /** Sets bytes of a packet. */
  void put(int packet, int offset, byte[] from) {
    bytes.write((long) packet * packetBytes + offset, from, 0, from.length);
  }

  /** Sets four bytes of a packet, in network byte order. */
  void putInt(int packet, int offset, int value) {
    bytes.setInt((long) packet * packetBytes + offset, Integer.reverseBytes(value));
  }

  /** Sets eight bytes of a packet, in network byte order. */
  void putLong(int packet, int offset, long value) {
    bytes.setLong((long) packet * packetBytes + offset, Long.reverseBytes(value));
  }

  /** Sets two bytes of a packet, in network byte order. */
  void putShort(int packet, int offset, int value) {
    bytes.setShort((long) packet * packetBytes + offset, Short.reverseBytes((short) value));
  }

  /**
   * Sends some of the packets.
   *
   * @return how many the system did not take
   */
  int send(int from, int to) {
    int next = from;
    while (next < to) {
      int sent = sendmmsg(socket, headers.share((long) next * HEADER_BYTES), to - next, 0);
      if (sent <= 0) {
        return to - next; // nobody listens there
      }
      next += sent;
    }
    return 0;
  }

  /** Sends one datagram by itself. */
  void send(byte[] datagram) {
    try (Memory copy = new Memory(datagram.length)) {
      copy.write(0, datagram, 0, datagram.length);
      send(socket, copy, Pointer.createConstant(datagram.length), 0);
    }
  }
}
