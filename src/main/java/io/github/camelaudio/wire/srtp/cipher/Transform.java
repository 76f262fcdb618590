package io.github.camelaudio.wire.srtp.cipher;

/**
 * Protects single packets under one master key, and undoes it. Each method reads {@code in} from 0
 * on and writes a whole packet to {@code out} from 0 on, which is another array with room for it.
 * Not for several threads at once.
 *
 * <pre>
 * SRTP:   header | encrypted | tag                       RFC 3711 3.1, RFC 7714 8
 * SRTCP:  8 bytes | encrypted | tag, E | index           RFC 7714 9
 *         8 bytes | encrypted | E | index, tag           RFC 3711 3.4
 * </pre>
 */
public interface Transform {

  /** What an unprotect method returns for a packet that is not authentic. */
  int NOT_AUTHENTIC = -1;

  /** After tag or ciphertext of an SRTCP packet: the E flag and its index. */
  int SRTCP_INDEX_BYTES = 4;

  /** That the packet is encrypted, beside the index. */
  int E_FLAG = 0x80000000;

  /**
   * Protects an RTP packet.
   *
   * @param clear how many bytes stay readable
   * @param length of the packet
   * @param index 48 bits: rollover counter and sequence number
   * @return the length of what is written
   */
  int protectRtp(byte[] in, int clear, int length, long ssrc, long index, byte[] out);

  /**
   * Undoes it.
   *
   * @param length of the protected packet; at least {@code clear} and a tag
   * @return the length of the packet, or {@link #NOT_AUTHENTIC}
   */
  int unprotectRtp(byte[] in, int clear, int length, long ssrc, long index, byte[] out);

  /**
   * Protects a compound RTCP packet of at least 8 bytes.
   *
   * @param index 31 bits
   * @return the length of what is written
   */
  int protectRtcp(byte[] in, int length, int index, byte[] out);

  /**
   * Undoes it.
   *
   * @return the length of the packet, or {@link #NOT_AUTHENTIC}
   */
  int unprotectRtcp(byte[] in, int length, byte[] out);

  /** The index that an SRTCP packet says, authentic or not; -1 for one too short. */
  int rtcpIndex(byte[] in, int length);
}
