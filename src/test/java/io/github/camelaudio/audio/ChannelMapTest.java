package io.github.camelaudio.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Output k is the mean of the inputs k, k+m, k+2m, …; mono goes to every output. */
class ChannelMapTest {

  @Test
  void map_ofMono_goesToEveryOutput() {
    assertMaps(new float[] {0.5f, -1}, 1, new float[] {0.5f, 0.5f, 0.5f, -1, -1, -1}, 3);
  }

  @Test
  void map_toMono_isTheMean() {
    assertMaps(new float[] {1, 0.5f, -1, 0}, 2, new float[] {0.75f, -0.5f}, 1);
  }

  @Test
  void map_ofSixToTwo_isTheMeanOfEachSide() {
    float[] in = {0.1f, 0.5f, 0.2f, 0.25f, 0.3f, 0.75f};
    assertMaps(in, 6, new float[] {0.2f, 0.5f}, 2);
  }

  @Test
  void map_ofTwoToSix_leavesTheOthersSilent() {
    assertMaps(new float[] {1, -1}, 2, new float[] {1, -1, 0, 0, 0, 0}, 6);
  }

  @Test
  void map_ofThreeToTwo_isUneven() {
    assertMaps(new float[] {0.5f, 0.25f, 1}, 3, new float[] {0.75f, 0.25f}, 2);
  }

  @Test
  void map_ofAsMany_copiesAndTouchesNoFurther() {
    assertMaps(new float[] {1, 2, 3, 4}, 2, new float[] {1, 2, 3, 4}, 2);
  }

  private static void assertMaps(float[] in, int inChannels, float[] expected, int outChannels) {
    float[] out = new float[expected.length + 1];
    out[expected.length] = 99;
    ChannelMap.map(in, inChannels, out, outChannels, in.length / inChannels);
    assertArrayEquals(expected, Arrays.copyOf(out, expected.length), 1e-6f);
    assertArrayEquals(new float[] {99}, new float[] {out[expected.length]});
  }

  @Test
  void mapFrame_roundsTheMeanToTheNearest() {
    assertMapsFrame(new int[] {1, 2}, new int[] {2});
    assertMapsFrame(new int[] {-1, -2}, new int[] {-1});
    assertMapsFrame(new int[] {0, 0, 1}, new int[] {0});
    assertMapsFrame(new int[] {0, 1, 1}, new int[] {1});
    assertMapsFrame(new int[] {0, -1, -1}, new int[] {-1});
  }

  @Test
  void mapFrame_atFullScale_doesNotOverflow() {
    int[] loudest = new int[64];
    Arrays.fill(loudest, Integer.MAX_VALUE);
    assertMapsFrame(loudest, new int[] {Integer.MAX_VALUE});
    Arrays.fill(loudest, Integer.MIN_VALUE);
    assertMapsFrame(loudest, new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE});
  }

  @Test
  void mapFrame_ofTwoToFour_overwritesWithSilence() {
    int[] out = {9, 9, 9, 9};
    ChannelMap.mapFrame(new int[] {1, 2}, 2, out, 4);
    assertArrayEquals(new int[] {1, 2, 0, 0}, out);
  }

  private static void assertMapsFrame(int[] in, int[] expected) {
    int[] out = new int[expected.length];
    ChannelMap.mapFrame(in, in.length, out, out.length);
    assertArrayEquals(expected, out);
  }
}
