package io.github.camelaudio.file.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WavStreamingWriterTest {

  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.U8);
  private static final byte[] UNKNOWN = {-1, -1, -1, -1};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final WritableByteChannel channel = Channels.newChannel(out);
  private WavWriter writer;

  @BeforeEach
  void startStream() throws IOException {
    writer = WavWriter.streaming(channel, FORMAT);
  }

  @Test
  void streaming_writesHeaderOfUnknownSizesAtOnce() {
    byte[] header = out.toByteArray();
    assertArrayEquals(UNKNOWN, Arrays.copyOfRange(header, 4, 8));
    assertArrayEquals(UNKNOWN, Arrays.copyOfRange(header, header.length - 4, header.length));
  }

  @Test
  void write_sendsTheBlockAtOnce() throws IOException {
    int before = out.size();
    assertTrue(write(0, 1, 2, 3));
    assertArrayEquals(new byte[] {1, 2, 3}, sentSince(before));
  }

  @Test
  void write_beyondTheEnd_fillsWithSilence() throws IOException {
    int before = out.size();
    write(0, 1);
    assertTrue(write(3, 4));
    assertArrayEquals(new byte[] {1, -128, -128, 4}, sentSince(before));
    assertEquals(4, writer.frames());
  }

  @Test
  void write_beforeTheEnd_isRefused() throws IOException {
    write(0, 1, 2, 3);
    int before = out.size();
    assertFalse(write(1, 8, 9));
    assertEquals(before, out.size());
    assertEquals(3, writer.frames());
  }

  @Test
  void write_acrossTheEnd_sendsWhatIsNew() throws IOException {
    write(0, 1, 2, 3);
    int before = out.size();
    assertTrue(write(2, 8, 9));
    assertArrayEquals(new byte[] {9}, sentSince(before));
    assertEquals(4, writer.frames());
  }

  @Test
  void extendTo_sendsSilence() throws IOException {
    int before = out.size();
    writer.extendTo(2);
    assertArrayEquals(new byte[] {-128, -128}, sentSince(before));
  }

  @Test
  void close_ofOddData_addsNothingAndClosesTheChannel() throws IOException {
    write(0, 1, 2, 3);
    int before = out.size();
    writer.refreshHeader(true);
    writer.close();
    assertEquals(before, out.size());
    assertFalse(channel.isOpen());
  }

  private boolean write(long frame, int... samples) throws IOException {
    byte[] pcm = new byte[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (byte) samples[i];
    }
    return writer.write(frame, ByteBuffer.wrap(pcm));
  }

  private byte[] sentSince(int before) {
    return Arrays.copyOfRange(out.toByteArray(), before, out.size());
  }
}
