package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.component.speaker.SpeakerComponent;
import io.github.camelaudio.component.speaker.SpeakerConfiguration;
import io.github.camelaudio.component.wav.WavComponent;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComponentDefaultsTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  ComponentDefaultsTest() {
    context.addLifecycleStrategy(new ComponentDefaults());
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void component_hasWhatPropertiesSay_inSpringsNames() {
    set("camel.component.speaker.target", "80ms");
    set("camel.component.speaker.max-delay", "2s");
    set("camel.component.speaker.skip-backlog", "true");
    set("camel.component.speaker.missing", "fail");
    set("camel.component.wav.max-open-per-host", "7");
    set("camel.component.wav.lazy-start-producer", "true");
    SpeakerConfiguration speaker =
        context.getComponent("speaker", SpeakerComponent.class).getConfiguration();
    assertThat(speaker.getTarget()).isEqualTo(Duration.ofMillis(80));
    assertThat(speaker.getMaxDelay()).isEqualTo(Duration.ofSeconds(2));
    assertThat(speaker.isSkipBacklog()).isTrue();
    assertThat(speaker.getMissing()).hasToString("FAIL");
    assertThat(speaker.getIdle()).isEqualTo(Duration.ofSeconds(5));
    WavComponent wav = context.getComponent("wav", WavComponent.class);
    assertThat(wav.getConfiguration().getMaxOpenPerHost()).isEqualTo(7);
    assertThat(wav.isLazyStartProducer()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "speaker.target | ten | option target=ten: allowed are durations such as 60ms, 5s, 10m",
        "speaker.missing | later | option missing=later: allowed are wait, fail",
        "wav.max-open | many | option maxOpen=many: allowed are whole numbers",
        "wav.loop | | option loop=: allowed are true, false",
      })
  void propertyThatIsNoValue_isRefused_byItsNameWithWhatIsAllowed(
      String name, String value, String message) {
    set("camel.component." + name, value == null ? "" : value);
    assertThatThrownBy(() -> context.getComponent(name.substring(0, name.indexOf('.'))))
        .rootCause()
        .hasMessage(message);
    assertThatThrownBy(() -> context.getComponent(name.substring(0, name.indexOf('.'))))
        .hasStackTraceContaining("property camel.component." + name + ": " + message);
  }

  @Test
  void componentsOfOthers_areLeftAlone() {
    set("camel.component.mock.lazy-start-producer", "true");
    assertThat(context.getComponent("mock"))
        .matches(mock -> !((org.apache.camel.support.DefaultComponent) mock).isLazyStartProducer());
  }

  @Test
  void contextThatIsNotSprings_isLeftToCamelMain() {
    int before = context.getLifecycleStrategies().size();
    ComponentDefaults.addUnderSpring(context);
    assertThat(context.getLifecycleStrategies()).hasSize(before);
  }

  private void set(String property, String value) {
    context.getPropertiesComponent().addInitialProperty(property, value);
  }
}
