package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.playout.Mixer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * What can be listened to.
 *
 * @param output such as {@code speaker:default}
 * @param streamId or {@link OutputTap#MIX}
 */
record Source(String output, long streamId) {

  private static final Pattern STREAM = Pattern.compile("[0-9a-fA-F]{8}");
  private static final int MOST_NAMED = 20;

  /** As it is named: {@code speaker:default} or {@code speaker:default/0a1b2c3d}. */
  static String nameOf(String output, long streamId) {
    return streamId == OutputTap.MIX ? output : output + "/" + AudioBlock.nameOf(streamId);
  }

  String name() {
    return nameOf(output, streamId);
  }

  /**
   * The source of a name.
   *
   * @param mixers all that run, by the names of their outputs
   * @throws NoSuchElementException naming those that there are
   */
  static Source of(String name, Map<String, Mixer> mixers) {
    if (mixers.containsKey(name)) {
      return new Source(name, OutputTap.MIX);
    }
    int slash = name.lastIndexOf('/');
    String stream = name.substring(slash + 1);
    if (STREAM.matcher(stream).matches()) {
      long id = Long.parseLong(stream, 16);
      for (Map.Entry<String, Mixer> each : mixers.entrySet()) {
        boolean meant = slash < 0 || each.getKey().equals(name.substring(0, slash));
        if (meant && each.getValue().plays(id)) {
          return new Source(each.getKey(), id);
        }
      }
    }
    throw new NoSuchElementException(
        "there is no sound '" + name + "'; there are " + namesOf(mixers));
  }

  private static String namesOf(Map<String, Mixer> mixers) {
    List<String> names = new ArrayList<>(mixers.keySet());
    mixers.forEach(
        (output, mixer) ->
            mixer.streams().forEach(each -> names.add(output + "/" + each.streamName())));
    if (names.isEmpty()) {
      return "none: no speaker or mixer runs";
    }
    int more = names.size() - MOST_NAMED;
    return String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
