package io.github.camelaudio.station;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends with Linux's {@code sendmmsg(2)}, which takes a table of messages. It is written once: all
 * messages share the one {@code iovec}, and with it the datagram; only their addresses differ. Of a
 * socket on all addresses each message says from which one it goes out, as control data (ip(7)).
 *
 * <pre>
 * struct mmsghdr, 64 bytes on machines of 64 bits   struct sockaddr_in, 16     struct sockaddr_in6, 28
 *  0 msg_name  -> the address of this index          0 sin_family, native       0 sin6_family, native
 *  8 msg_namelen, 4 bytes                            2 sin_port, big-endian     2 sin6_port, big-endian
 * 16 msg_iov   -> iovec: address, length             4 sin_addr                 4 sin6_flowinfo
 * 24 msg_iovlen                                                                 8 sin6_addr
 * 32 msg_control -> the source of this index, or null                          24 sin6_scope_id, native
 * 40 msg_controllen
 * 56 msg_len, 4 bytes: written by the system
 *
 * struct cmsghdr and in_pktinfo, 28, and 4 of padding
 *  0 cmsg_len = 28          8 cmsg_level, 4 bytes     12 cmsg_type, 4 bytes
 * 16 ipi_ifindex = 0       20 ipi_spec_dst: source    24 ipi_addr: ignored
 * </pre>
 */
final class SendmmsgSocket implements ManySocket {

  private static final Logger LOG = LoggerFactory.getLogger(SendmmsgSocket.class);

  private static final int HEADER_BYTES = 64;
  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH_AT = 8;
  private static final int IOV_AT = 16;
  private static final int IOV_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int IOV_BYTES = 16;

  private static final int CONTROL_BYTES = 32;
  private static final int CONTROL_LENGTH = 28;
  private static final int LEVEL_AT = 8;
  private static final int TYPE_AT = 12;
  private static final int SOURCE_AT = 20;
  private static final int SOL_IP = 0;
  private static final int IP_PKTINFO = 8;

  private static final int ADDRESS_BYTES = 28;
  private static final int IPV4_BYTES = 16;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private static final int SOL_SOCKET = 1;
  private static final int SO_DOMAIN = 39;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MAX_DATAGRAM_BYTES = 65_507;
  private static final int FIRST_CAPACITY = 16;

  /** What is used of the C library. */
  interface LibC extends Library {
    int sendmmsg(int socket, Pointer messages, int count, int flags);

    int getsockopt(int socket, int level, int option, IntByReference value, IntByReference length);

    int dup(int descriptor);

    int close(int descriptor);
  }

  private final LibC c;
  private final int descriptor;
  private final boolean ipv6;
  private final boolean anySource;
  private final Memory datagram = new Memory(IOV_BYTES);
  private Memory headers = new Memory((long) FIRST_CAPACITY * HEADER_BYTES);
  private Memory addresses = new Memory((long) FIRST_CAPACITY * ADDRESS_BYTES);
  private Memory controls = new Memory((long) FIRST_CAPACITY * CONTROL_BYTES);
  private int capacity = FIRST_CAPACITY;
  private int size;

  /** For datagrams that are on the heap. */
  private @Nullable Memory copy;

  private SendmmsgSocket(LibC c, int descriptor, boolean ipv6, boolean anySource) {
    this.c = c;
    this.descriptor = descriptor;
    this.ipv6 = ipv6;
    this.anySource = anySource;
    writeHeaders();
  }

  /**
   * Sends through a socket that is bound already, by a descriptor of its own.
   *
   * @param anySource whether it is bound to all addresses
   * @return null where the system has no such call, or this is no such socket
   */
  static @Nullable ManySocket over(int socket, boolean anySource) {
    if (!Platform.isLinux() || !Platform.is64Bit()) {
      return null;
    }
    try {
      LibC c = Native.load(Platform.C_LIBRARY_NAME, LibC.class);
      IntByReference domain = new IntByReference();
      IntByReference length = new IntByReference(Integer.BYTES);
      int failed = c.getsockopt(socket, SOL_SOCKET, SO_DOMAIN, domain, length);
      boolean known = domain.getValue() == AF_INET || domain.getValue() == AF_INET6;
      int descriptor = failed == 0 && known ? c.dup(socket) : -1;
      return descriptor < 0
          ? null
          : new SendmmsgSocket(c, descriptor, domain.getValue() == AF_INET6, anySource);
    } catch (LinkageError e) {
      LOG.debug("datagrams go out one by one: {}", e.toString());
      return null;
    }
  }

  private void writeHeaders() {
    headers.clear();
    for (int i = 0; i < capacity; i++) {
      long at = (long) i * HEADER_BYTES;
      headers.setPointer(at + NAME_AT, addresses.share((long) i * ADDRESS_BYTES));
      headers.setInt(at + NAME_LENGTH_AT, ipv6 ? ADDRESS_BYTES : IPV4_BYTES);
      headers.setPointer(at + IOV_AT, datagram);
      headers.setLong(at + IOV_COUNT_AT, 1);
      if (i < size) {
        writeControl(i);
      }
    }
  }

  /** Has the message of an index carry its control data, if it has some. */
  private void writeControl(int index) {
    long control = (long) index * CONTROL_BYTES;
    boolean some = controls.getLong(control) != 0;
    long header = (long) index * HEADER_BYTES;
    headers.setPointer(header + CONTROL_AT, some ? controls.share(control) : Pointer.NULL);
    headers.setLong(header + CONTROL_LENGTH_AT, some ? CONTROL_BYTES : 0);
  }

  @Override
  public void add(InetSocketAddress address, @Nullable InetAddress source) {
    if (size == capacity) {
      grow();
    }
    long at = (long) size * ADDRESS_BYTES;
    addresses.setMemory(at, ADDRESS_BYTES, (byte) 0);
    addresses.setShort(at, (short) (ipv6 ? AF_INET6 : AF_INET));
    addresses.setByte(at + 2, (byte) (address.getPort() >> 8));
    addresses.setByte(at + 3, (byte) address.getPort());
    InetAddress host = address.getAddress();
    byte[] bytes = host.getAddress();
    if (!ipv6) {
      addresses.write(at + 4, bytes, 0, bytes.length);
    } else if (host instanceof Inet6Address inet6) {
      addresses.write(at + 8, bytes, 0, bytes.length);
      addresses.setInt(at + 24, inet6.getScopeId());
    } else { // mapped: RFC 4291 2.5.5.2
      addresses.setShort(at + 18, (short) 0xFFFF);
      addresses.write(at + 20, bytes, 0, bytes.length);
    }
    addSource(anySource && host instanceof Inet4Address ? source : null);
    size++;
  }

  private void addSource(@Nullable InetAddress source) {
    long at = (long) size * CONTROL_BYTES;
    controls.setMemory(at, CONTROL_BYTES, (byte) 0);
    if (source instanceof Inet4Address) {
      controls.setLong(at, CONTROL_LENGTH);
      controls.setInt(at + LEVEL_AT, SOL_IP);
      controls.setInt(at + TYPE_AT, IP_PKTINFO);
      controls.write(at + SOURCE_AT, source.getAddress(), 0, 4);
    }
    writeControl(size);
  }

  private void grow() {
    addresses = twice(addresses);
    controls = twice(controls);
    capacity *= 2;
    headers = new Memory((long) capacity * HEADER_BYTES);
    writeHeaders();
  }

  private static Memory twice(Memory table) {
    int bytes = (int) table.size();
    Memory larger = new Memory(2L * bytes);
    larger.write(0, table.getByteArray(0, bytes), 0, bytes);
    return larger;
  }

  @Override
  public void move(int from, int to) {
    copy(addresses, ADDRESS_BYTES, from, to);
    copy(controls, CONTROL_BYTES, from, to);
    writeControl(to);
  }

  private static void copy(Memory table, int bytes, int from, int to) {
    table.write((long) to * bytes, table.getByteArray((long) from * bytes, bytes), 0, bytes);
  }

  @Override
  public void removeLast() {
    size--;
  }

  @Override
  public IOException failure(int error) {
    return new Errors.NativeIoException("sendmmsg", error);
  }

  @Override
  public int send(ByteBuf bytes, int from, int to) {
    datagram.setLong(0, memoryAddress(bytes));
    datagram.setLong(Long.BYTES, bytes.readableBytes());
    Pointer messages = headers.share((long) from * HEADER_BYTES);
    int sent = c.sendmmsg(descriptor, messages, to - from, MSG_DONTWAIT);
    return sent < 0 ? -Native.getLastError() : sent;
  }

  private long memoryAddress(ByteBuf bytes) {
    if (bytes.hasMemoryAddress()) {
      return bytes.memoryAddress() + bytes.readerIndex();
    }
    Memory direct = copy;
    if (direct == null) {
      direct = new Memory(MAX_DATAGRAM_BYTES);
      copy = direct;
    }
    ByteBuffer target = direct.getByteBuffer(0, bytes.readableBytes());
    bytes.getBytes(bytes.readerIndex(), target);
    return Pointer.nativeValue(direct);
  }

  @Override
  public void close() {
    c.close(descriptor);
  }
}
