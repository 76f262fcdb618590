package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaPluginTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void end() throws Exception {
    context.close();
  }

  private TopicEndpoint topic(String options) {
    return context.getEndpoint(
        context.resolvePropertyPlaceholders(
            "kafka:radio?brokers=here:9092&{{audio.kafka.receive}}" + options),
        TopicEndpoint.class);
  }

  private TopicOptions options(String options) {
    return topic(options).options();
  }

  /** As one of a program that has no library of Kafka. */
  private static final class WithoutKafka extends DefaultClassResolver {
    @Override
    public @Nullable Class<?> resolveClass(String name) {
      return name.endsWith(".KafkaEndpoint") ? null : super.resolveClass(name);
    }
  }

  @Test
  void withoutKafkasLibraries_thePluginDoesNothing() throws Exception {
    try (DefaultCamelContext without = new DefaultCamelContext(false)) {
      without.setClassResolver(new WithoutKafka());
      without.start();
      assertThat(
              without.getEndpoint(
                  without.resolvePropertyPlaceholders(
                      "kafka:radio?brokers=here:9092&{{audio.kafka.send}}")))
          .isInstanceOf(KafkaEndpoint.class);
    }
  }

  @Test
  void endpointWithOurOptions_carriesBlocks_andAnyOtherIsKafkasOwn() {
    context.start();
    assertThat(topic("").reportName()).isEqualTo("kafka:radio");
    assertThat(context.getEndpoint("kafka:other?brokers=here:9092"))
        .isInstanceOf(KafkaEndpoint.class);
  }

  @Test
  void pastIsPaced_andNowIsNot_unlessItIsSaid() {
    context.start();
    assertThat(options("")).isEqualTo(new TopicOptions(0, 20_000, StartAt.NOW, false));
    assertThat(options("&additionalProperties.audio.from=beginning").paced()).isTrue();
    assertThat(
            options("&additionalProperties.audio.from=-30s&additionalProperties.audio.pace=false")
                .paced())
        .isFalse();
  }

  @Test
  void option_isAPropertyOfAll_unlessTheEndpointHasItsOwn() {
    context.getPropertiesComponent().addInitialProperty("audio.kafka.gatherMillis", "50");
    context.getPropertiesComponent().addInitialProperty("audio.kafka.from", "beginning");
    context.start();
    assertThat(options("").gatherMillis()).isEqualTo(50);
    assertThat(options("").startAt().kind()).isEqualTo(StartAt.Kind.BEGINNING);
    TopicOptions own =
        options("&additionalProperties.audio.gatherMillis=20&additionalProperties.audio.from=now");
    assertThat(own).isEqualTo(new TopicOptions(20, 20_000, StartAt.NOW, false));
  }

  @Test
  void badValue_isRefusedWithWhatIsAllowed() {
    context.start();
    refused("gatherMillis=1001", "0 to 1000");
    refused("gatherMillis=-1", "0 to 1000");
    refused("gatherMillis=much", "number of milliseconds");
    refused("pace=maybe", "true and false");
    refused("from=yesterday", "-30s");
  }

  private void refused(String option, String allowed) {
    String name = "audio.kafka." + option.substring(0, option.indexOf('='));
    assertThatThrownBy(() -> topic("&additionalProperties.audio." + option))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(allowed);
  }
}
