package io.github.camelaudio.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.PcmFormat;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class LevelsJsonTest {

  @Test
  void write_isTheEventOfTheApi_rounded() {
    Level level =
        new Level(
            List.of(-6.0206, -120.0),
            -9.04,
            -10.06,
            List.of(new Level.Bin(-0.50049f, 0.5f), new Level.Bin(-1.5f, 0.052f)));
    Level unknown = new Level(List.of(Double.NaN), 0.04, null, List.of());
    Map<String, NodeLevel> nodes = new TreeMap<>();
    nodes.put("to1", new NodeLevel(17, PcmFormat.DEFAULT, -1.25));
    String json =
        LevelsJson.write(
            new LevelsSnapshot(Map.of("mixer:room", level), Map.of("mixer:room/0000000a", unknown)),
            nodes);
    assertEquals(
        "{\"outputs\":{\"mixer:room\":{\"peakDecibels\":[-6.0,-120.0],\"rmsDecibels\":-9.0,"
            + "\"lufs\":-10.1,\"wave\":[[-0.5,0.5],[-1.5,0.052]]}},"
            + "\"streams\":{\"mixer:room/0000000a\":{\"peakDecibels\":[null],\"rmsDecibels\":0.0,"
            + "\"lufs\":null,\"wave\":[]}},"
            + "\"nodes\":{\"to1\":{\"peakDecibels\":-1.2,\"blocks\":17,"
            + "\"format\":\"s16/48000/2\"}}}",
        json);
  }

  @Test
  void names_areEscaped_andNothingIsEmptyObjects() {
    String name = "speaker:\"loud\"\\\n</script>";
    Level level = new Level(List.of(), 0, null, List.of());
    JsonObject json =
        new JsonObject(
            LevelsJson.write(new LevelsSnapshot(Map.of(name, level), Map.of()), Map.of()));
    assertEquals(name, json.getJsonObject("outputs").fieldNames().iterator().next());
    assertEquals(
        "{\"outputs\":{},\"streams\":{},\"nodes\":{}}",
        LevelsJson.write(new LevelsSnapshot(Map.of(), Map.of()), Map.of()));
  }

  @Test
  void next_isWhatSoundsWhileSomebodySubscribes() {
    Studio studio = new Studio();
    studio.start("mixer:room");
    studio.speak("mixer:room", 10, 0.5);
    MixerTaps taps = new MixerTaps(studio, studio.clock, loop -> {});
    LevelsJson levels =
        new LevelsJson(new Levels(taps), FlowLevels.install(new DefaultCamelContext()));
    studio.play(10, taps::tick);
    SoundTaps.Subscription looking = levels.subscribe();
    studio.play(10, taps::tick);
    JsonObject stream =
        new JsonObject(levels.next()).getJsonObject("streams").getJsonObject("mixer:room/0000000a");
    assertEquals(-6.0, Objects.requireNonNull(stream).getDouble("rmsDecibels"));
    looking.close();
    studio.play(10, taps::tick);
    assertEquals("{\"outputs\":{},\"streams\":{},\"nodes\":{}}", levels.next());
  }
}
