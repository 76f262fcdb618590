package io.github.camelaudio.cli.service;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.github.camelaudio.flow.FailureText;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The datagram socket of the service manager, as sd_notify(3) uses it. Java has no datagram sockets
 * of the family AF_UNIX, so the C library is called. A message that cannot be sent is dropped; the
 * first one gives a warning. Any thread; no call waits.
 */
final class NotifySocket implements Consumer<String> {

  private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

  /** Values of Linux, on all processors that Java runs on there. */
  private static final short AF_UNIX = 1;

  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x8_0000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** unix(7): {@code sun_family} has two bytes, {@code sun_path} has 108. */
  private static final int MAX_PATH_BYTES = 108;

  private final String name;
  private final Memory address;
  private boolean warned;

  private NotifySocket(String name, Memory address) {
    this.name = name;
    this.address = address;
  }

  /** The C library's calls. */
  private static final class LibC {
    static {
      Native.register(LibC.class, "c");
    }

    static native int socket(int family, int type, int protocol);

    static native int close(int descriptor);

    static native long sendto(
        int socket, byte[] bytes, long length, int flags, Pointer address, int addressLength);
  }

  /**
   * The socket of an address.
   *
   * @param name the value of {@code NOTIFY_SOCKET}: an absolute path, or {@code @} and an abstract
   *     name
   * @return null on another system than Linux, and for any other address; that gives a warning
   */
  static @Nullable NotifySocket of(String name) {
    if (!Platform.isLinux()) {
      return null;
    }
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = name.startsWith("@");
    if (!(isAbstract || name.startsWith("/"))
        || path.length < 2
        || path.length + (isAbstract ? 0 : 1) > MAX_PATH_BYTES) {
      LOG.warn(
          "NOTIFY_SOCKET={}: the service manager is told nothing; it must be a path or @name of at"
              + " most {} bytes",
          name,
          MAX_PATH_BYTES);
      return null;
    }
    return new NotifySocket(name, address(path, isAbstract));
  }

  private static Memory address(byte[] path, boolean isAbstract) {
    // A path ends with a zero byte; an abstract name begins with one, and has no end.
    Memory address = new Memory(Short.BYTES + path.length + (isAbstract ? 0 : 1));
    address.clear();
    address.setShort(0, AF_UNIX);
    address.write(Short.BYTES, path, 0, path.length);
    if (isAbstract) {
      address.setByte(Short.BYTES, (byte) 0);
    }
    return address;
  }

  /** Sends one message, such as {@code READY=1}. */
  @Override
  public synchronized void accept(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    try {
      int socket = LibC.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      int error = Native.getLastError();
      if (socket >= 0) {
        long sent =
            LibC.sendto(
                socket,
                bytes,
                bytes.length,
                MSG_DONTWAIT | MSG_NOSIGNAL,
                address,
                (int) address.size());
        error = Native.getLastError();
        LibC.close(socket);
        if (sent == bytes.length) {
          return;
        }
      }
      warn("error " + error + " of the system");
    } catch (LinkageError e) {
      warn(FailureText.of(e));
    }
  }

  private void warn(String reason) {
    if (!warned) {
      warned = true;
      LOG.warn("NOTIFY_SOCKET={}: the service manager is not told the state: {}", name, reason);
    }
  }
}
