package io.github.camelaudio.wire.srtp.cipher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published examples of RFC 3711 and RFC 7714, byte for byte. */
class VectorsTest {

  private static final String KEY_128 = "000102030405060708090a0b0c0d0e0f";
  private static final String KEY_256 = KEY_128 + "101112131415161718191a1b1c1d1e1f";
  private static final String SALT = "517569642070726f2071756f";

  private static final String RTP_HEADER = "8040f17b8041f8d35501a0b2";
  private static final String RTP =
      RTP_HEADER
          + "47616c6c696120657374206f6d6e697320646976697361"
          + "20696e207061727465732074726573";
  private static final String RTCP_HEADER = "81c8000d4d617273";
  private static final String RTCP =
      RTCP_HEADER
          + "4e5450314e545032525450200000042a0000e9304c756e61"
          + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes, int length) {
    return HexFormat.of().formatHex(bytes, 0, length);
  }

  private static Transform gcm(String key) {
    return new GcmTransform(bytes(key), bytes(SALT), bytes(key), bytes(SALT));
  }

  /** RFC 7714 16.1.1 and 16.1.2, 16.2.1 and 16.2.2. */
  @ParameterizedTest
  @CsvSource({
    KEY_128
        + ", f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
        + "899d7f27beb16a9152cf765ee4390cce",
    KEY_256
        + ", 32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
        + "7aa3db36dfffd6b0f9bb7878d7a76c13"
  })
  void srtpWithAesGcm(String key, String encrypted) {
    byte[] out = new byte[200];
    byte[] back = new byte[200];
    Transform transform = gcm(key);
    int length = transform.protectRtp(bytes(RTP), 12, RTP.length() / 2, 0x5501a0b2L, 0xf17b, out);
    assertEquals(RTP_HEADER + encrypted, hex(out, length));
    int plain = transform.unprotectRtp(out, 12, length, 0x5501a0b2L, 0xf17b, back);
    assertEquals(RTP, hex(back, plain));
  }

  /** RFC 7714 17.1 and 17.2. */
  @ParameterizedTest
  @CsvSource({
    KEY_128
        + ", 63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded"
        + "0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4",
    KEY_256
        + ", d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de047"
        + "6f1b6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4"
  })
  void srtcpWithAesGcm(String key, String encrypted) {
    byte[] out = new byte[200];
    byte[] back = new byte[200];
    Transform transform = gcm(key);
    int length = transform.protectRtcp(bytes(RTCP), RTCP.length() / 2, 0x5d4, out);
    assertEquals(RTCP_HEADER + encrypted, hex(out, length));
    assertEquals(0x5d4, transform.rtcpIndex(out, length));
    assertEquals(RTCP, hex(back, transform.unprotectRtcp(out, length, back)));
  }

  /** RFC 7714 17.3: what everybody can read is not taken, though its tag is right. */
  @Test
  void srtcpThatIsOnlyAuthenticated_isRefused() {
    byte[] tagged = bytes(RTCP + "841dd9683dd78ec92ae58790125f62b3" + "000005d4");
    assertEquals(
        Transform.NOT_AUTHENTIC, gcm(KEY_128).unprotectRtcp(tagged, tagged.length, new byte[200]));
  }

  /** RFC 3711 B.2: the beginning and the end of 65,282 blocks. */
  @Test
  void keystreamOfAesCounterMode() {
    byte[] key = bytes("2B7E151628AED2A6ABF7158809CF4F3C");
    byte[] salt = bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
    Transform transform = new CmTransform(key, new byte[20], salt, key, new byte[20], salt);
    int payload = 1_044_512;
    byte[] out = new byte[payload + 22];
    byte[] back = new byte[payload + 22];
    transform.protectRtp(new byte[12 + payload], 12, 12 + payload, 0, 0, out);
    assertEquals(
        "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"
            + "41e95b3bb0a2e8dd477901e4fca894c0",
        hex(Arrays.copyOfRange(out, 12, 60), 48));
    assertEquals(
        "ec8cdf7398607cb0f2d21675ea9ea1e4362b7c3c6773516318a077d7fc5073ae"
            + "6a2cc3787889374fbeb4c81b17ba6c44",
        hex(Arrays.copyOfRange(out, 12 + payload - 48, 12 + payload), 48));
    assertEquals(12 + payload, transform.unprotectRtp(out, 12, out.length, 0, 0, back));
  }

  /** RFC 3711 B.3. */
  @Test
  void keyDerivation() {
    KeyDerivation keys =
        new KeyDerivation(
            bytes("E1F97A0D3E018BE0D64FA32C06DE4139"), bytes("0EC675AD498AFEEBB6960B3AABE6"));
    assertEquals(
        "c61e7a93744f39ee10734afe3ff7a087", hex(keys.derive(KeyDerivation.RTP_KEY, 16), 16));
    assertEquals("30cbbc08863d8c85d49db34a9ae1", hex(keys.derive(KeyDerivation.RTP_SALT, 14), 14));
    assertEquals(
        "cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbce"
            + "e049646c43d9327ad175578ef72270986371c10c9a369ac2f94a8c5fbcdddc25"
            + "6d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2",
        hex(keys.derive(KeyDerivation.RTP_AUTHENTICATION, 94), 94));
  }
}
