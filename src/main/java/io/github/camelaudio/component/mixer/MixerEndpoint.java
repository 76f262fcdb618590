package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.PlayoutConfiguration;
import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.output.OutputStatus;
import io.github.camelaudio.output.OutputStatus.State;
import io.github.camelaudio.output.Room;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutMeters;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.stats.PlayoutStats;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/**
 * A room inside of the program: every stream that routes send to it is heard in its mix, which one
 * route takes from it as a stream of its own. The mix lasts from the first stream's beginning until
 * the last one has left.
 */
@ManagedResource(description = "Mixer")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "mixer",
    title = "Mixer",
    syntax = "mixer:name",
    category = {Category.IOT})
public class MixerEndpoint extends PlayoutEndpoint {

  /** The room's name: all endpoints of one name meet there. */
  @UriPath
  @Metadata(required = true)
  private String name;

  @UriParam private MixerConfiguration configuration;

  private final Room room;
  private boolean optionsGiven;
  private volatile @Nullable Mixer latest;

  public MixerEndpoint(
      String uri, MixerComponent component, String name, MixerConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
    this.name = name;
    this.room = component.room(name);
  }

  /** Refuses options outside their range. */
  void check() {
    if (name.isBlank()) {
      throw OptionValues.refuse("name", name, "name the room, such as mixer:room");
    }
    configuration.check();
    settings();
  }

  void setOptionsGiven(boolean given) {
    optionsGiven = given;
  }

  boolean optionsGiven() {
    return optionsGiven;
  }

  PcmFormat pcmFormat() {
    return configuration.pcmFormat();
  }

  @Override
  protected PlayoutSettings settings() {
    return super.settings();
  }

  /** The mixer of a route that begins to listen. */
  Mixer newMixer(PcmFormat mix, Mixer.Listener listener) {
    Mixer fresh = new Mixer(mix, settings(), listener, toldOfBlocks());
    latest = fresh;
    return fresh;
  }

  /** The route listens no more. */
  void mixerStopped() {
    latest = null;
  }

  Room room() {
    return room;
  }

  @Override
  protected PlayoutConfiguration playoutConfiguration() {
    return configuration;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ((MixerComponent) getComponent()).count(name);
  }

  @Override
  public Producer createProducer() {
    return new MixerProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    MixerConsumer consumer = new MixerConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public @Nullable Mixer mixer() {
    return latest;
  }

  @Override
  public OutputStatus outputStatus() {
    String trouble =
        latest == null ? "no route takes its mix; add one from(\"" + reportName() + "\")" : null;
    State state = State.of(trouble == null, openStreams());
    return new OutputStatus(reportName(), pcmFormat(), state, trouble, null, null);
  }

  @Override
  public int openStreams() {
    Mixer now = latest;
    return now == null ? 0 : now.activeStreams();
  }

  @Override
  public boolean plays(long streamId) {
    Mixer now = latest;
    return now != null && now.plays(streamId);
  }

  @Override
  public String reportName() {
    return "mixer:" + name;
  }

  @Override
  public String summary() {
    Meters<MixerConsumer.Mixing> counted =
        ContextMeters.of(getCamelContext()).find(MixerConsumer.METERS, reportName());
    if (counted == null) {
      return "";
    }
    PlayoutStats stats = PlayoutMeters.stats(counted);
    return stats.playedFrames() + " frames mixed, " + stats.troubles();
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public MixerConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(MixerConfiguration configuration) {
    this.configuration = configuration;
  }
}
