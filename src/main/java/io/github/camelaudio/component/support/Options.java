package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.OptionValues;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Checks of endpoint options, whose messages name option, value and what is allowed. */
public final class Options {

  /** What each endpoint has besides; no help to who looks for one of ours. */
  private static final Set<String> OF_CAMEL =
      Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");

  /** Names of options that became durations, each with its new one. */
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("targetMillis", "target"),
          Map.entry("maxMillis", "maxDelay"),
          Map.entry("idleSeconds", "idle"),
          Map.entry("deviceBufferMillis", "deviceBuffer"),
          Map.entry("blockMillis", "block"),
          Map.entry("queueMillis", "queue"),
          Map.entry("listenerMillis", "queue"),
          Map.entry("reconnectMillis", "reconnect"),
          Map.entry("expireSeconds", "expire"),
          Map.entry("stallSeconds", "stall"),
          Map.entry("headerMillis", "headerInterval"),
          Map.entry("lateSeconds", "late"),
          Map.entry("maxGapMillis", "maxGap"),
          Map.entry("minMillis", "minLength"));

  /** Camel takes anything for a duration, and what is none for 0. */
  private static final Pattern DURATION =
      Pattern.compile(
          "-?[0-9]{1,15}(ms)?|P.+|(?=.)([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?");

  private Options() {}

  /**
   * Refuses options that an endpoint does not have, and values that are no number, no true or
   * false, or none of those listed. Before Camel sets them: its messages do not say what is
   * allowed.
   *
   * @param scheme the endpoint's
   * @param parameters by option, as the endpoint's URI has them
   * @throws IllegalArgumentException naming option, value and what is allowed
   */
  public static void check(
      DefaultComponent component, String scheme, Map<String, Object> parameters) {
    if (component.getEndpointPropertyConfigurer() instanceof PropertyConfigurerGetter types) {
      parameters.forEach(
          (option, value) -> {
            Class<?> type = types.getOptionType(option, true);
            String name = RENAMED.get(option);
            if (type == null && name != null && types.getOptionType(name, true) != null) {
              throw renamed(option, value, name);
            }
            if (type == null && option.contains(".")) {
              throw OptionValues.refuse(
                  option,
                  value,
                  "no such option; options begin at the first ?, so rename a file that has one in its name");
            }
            if (type == null) {
              String names = names(component.getCamelContext(), scheme, types);
              throw OptionValues.refuse(option, value, "no such option; there are " + names);
            }
            checkType(option, value, type);
          });
    }
  }

  private static String names(CamelContext context, String scheme, PropertyConfigurerGetter types) {
    EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
    return new TreeSet<>(factory.propertyNames())
        .stream()
            .filter(name -> types.getOptionType(name, true) != null && !OF_CAMEL.contains(name))
            .collect(Collectors.joining(", "));
  }

  private static IllegalArgumentException renamed(String option, Object value, String name) {
    String unit = option.endsWith("Seconds") ? "s" : "ms";
    return OptionValues.refuse(
        option, value, "it is now " + name + ", with a unit: " + name + "=" + value + unit);
  }

  private static void checkType(String option, Object value, Class<?> type) {
    String text = value.toString();
    if (text.startsWith("#")) {
      return; // a reference to a bean, which Camel looks up
    }
    if ((type == int.class || type == Integer.class) && !isInt(text)) {
      throw OptionValues.refuse(option, value, "allowed are whole numbers");
    }
    if (type == boolean.class
        && !text.equalsIgnoreCase("true")
        && !text.equalsIgnoreCase("false")) {
      throw OptionValues.refuse(option, value, "allowed are true, false");
    }
    if (type == Duration.class && !DURATION.matcher(text).matches()) {
      throw OptionValues.refuse(option, value, "allowed are durations such as 60ms, 5s, 10m");
    }
    if (type.isEnum()) {
      checkEnum(option, text, type);
    }
  }

  private static boolean isInt(String text) {
    try {
      Integer.parseInt(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void checkEnum(String option, String text, Class<?> type) {
    Object @Nullable [] constants = type.getEnumConstants();
    if (constants != null
        && Arrays.stream(constants).noneMatch(each -> each.toString().equalsIgnoreCase(text))) {
      String allowed =
          Arrays.stream(constants)
              .map(each -> each.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      throw OptionValues.refuse(option, text, "allowed are " + allowed);
    }
  }
}
