package io.github.camelaudio.component;

import io.github.camelaudio.audio.PcmFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
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

  private static final Map<String, Long> BYTES =
      Map.of("KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);

  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})\\s*([KMG]B)");

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
            if (type == null && option.contains(".")) {
              throw refuse(
                  option,
                  value,
                  "no such option; options begin at the first ?, so rename a file that has one in its name");
            }
            if (type == null) {
              String names = names(component.getCamelContext(), scheme, types);
              throw refuse(option, value, "no such option; there are " + names);
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

  private static void checkType(String option, Object value, Class<?> type) {
    String text = value.toString();
    if (text.startsWith("#")) {
      return; // a reference to a bean, which Camel looks up
    }
    if ((type == int.class || type == Integer.class) && !isInt(text)) {
      throw refuse(option, value, "allowed are whole numbers");
    }
    if (type == boolean.class
        && !text.equalsIgnoreCase("true")
        && !text.equalsIgnoreCase("false")) {
      throw refuse(option, value, "allowed are true, false");
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
      throw refuse(option, text, "allowed are " + allowed);
    }
  }

  /**
   * Refuses a number outside its range.
   *
   * @throws IllegalArgumentException naming option, value and range
   */
  public static void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "option " + option + "=" + value + ": allowed are " + min + " to " + max);
    }
  }

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException naming option, value and how a size is written
   */
  public static long size(String option, String text) {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw refuse(option, text, "allowed are sizes such as 64MB (KB, MB, GB)");
    }
    return Long.parseLong(size.group(1)) * BYTES.getOrDefault(size.group(2), 1L);
  }

  /**
   * Reads an option that is a format.
   *
   * @throws IllegalArgumentException naming option, value and how a format is written
   */
  public static PcmFormat format(String option, String text) {
    try {
      return PcmFormat.parse(text);
    } catch (IllegalArgumentException e) {
      throw refuse(option, text, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads an option that is a format of a device.
   *
   * @throws IllegalArgumentException also when it is floats, which no device takes
   */
  public static PcmFormat deviceFormat(String option, String text) {
    PcmFormat format = format(option, text);
    if (format.encoding().isFloat()) {
      throw refuse(option, text, "devices take integer samples: u8, s16, s24, s32");
    }
    return format;
  }

  /**
   * What to throw for an option whose value is refused, for a reason.
   *
   * @return the exception to throw, naming option, value and reason
   */
  public static IllegalArgumentException refuse(String option, Object value, String reason) {
    return new IllegalArgumentException("option " + option + "=" + value + ": " + reason);
  }
}
