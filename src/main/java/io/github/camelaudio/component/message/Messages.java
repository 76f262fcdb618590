package io.github.camelaudio.component.message;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.component.support.ContextPlugins;
import io.github.camelaudio.component.support.ContextSecurity;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.rtp.RtpMessageReader;
import io.github.camelaudio.wire.rtp.RtpMessageWriter;
import io.github.camelaudio.wire.srtp.KeyProtection;
import org.apache.camel.CamelContext;

/**
 * Writes and reads the messages of one Camel context, under its keys. Each message is read by
 * itself, so that one may come twice, or after later ones: who carries them guards their order. Any
 * thread.
 */
public final class Messages {

  private final KeyProtection keys;
  private final RtpMessageWriter writer;

  private Messages(KeyProtection keys) {
    this.keys = keys;
    this.writer = new RtpMessageWriter(PayloadCodecs::of, keys.newMessageStages());
  }

  /**
   * The context's; made at the first call.
   *
   * @throws IllegalArgumentException when a property of the keys or the key file cannot be used
   */
  public static Messages of(CamelContext context) {
    return ContextPlugins.of(
        context, Messages.class, () -> new Messages(ContextSecurity.of(context)));
  }

  /**
   * Writes a block as a message.
   *
   * @throws io.github.camelaudio.wire.UnsendableException when it is too long for one
   */
  public byte[] write(AudioBlock block) {
    synchronized (writer) {
      return writer.write(block);
    }
  }

  /**
   * Reads a message.
   *
   * @throws MalformedPacketException when it is none, of another version, or not under our keys
   */
  public AudioBlock read(byte[] message) throws MalformedPacketException {
    // New ones each time: those of before would refuse a message that comes again.
    PacketStages stages = keys.newMessageStages();
    return new RtpMessageReader(PayloadCodecs::of, stages).read(message);
  }
}
