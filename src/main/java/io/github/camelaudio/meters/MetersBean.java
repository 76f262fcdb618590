package io.github.camelaudio.meters;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;

/**
 * Meters in JMX: each is an attribute, with its unit and kind in the descriptor's fields {@code
 * units} and {@code metricType}. Any thread.
 */
public final class MetersBean implements DynamicMBean {

  /** Since when all of them count, as ISO 8601. */
  static final String SINCE = "Since";

  private final Meters<?> meters;
  private final MBeanInfo info;

  public MetersBean(Meters<?> meters) {
    this.meters = meters;
    MBeanAttributeInfo since =
        new MBeanAttributeInfo(
            SINCE, String.class.getName(), "Since when these count", true, false, false);
    this.info =
        new MBeanInfo(
            MetersBean.class.getName(),
            "What " + meters.name() + " counts",
            Stream.of(
                    Stream.of(since),
                    meters.table().meters().stream().map(MetersBean::info),
                    meters.table().histograms().stream().map(MetersBean::info))
                .flatMap(Function.identity())
                .toArray(MBeanAttributeInfo[]::new),
            null,
            null,
            null);
  }

  private static MBeanAttributeInfo info(Meter<?> meter) {
    boolean counts = meter.kind() == Meter.Kind.COUNTER;
    return new MBeanAttributeInfo(
        attribute(meter.name()),
        meter.whole() ? "long" : "double",
        meter.help(),
        true,
        false,
        false,
        new ImmutableDescriptor(
            Map.of("units", meter.unit(), "metricType", counts ? "COUNTER" : "GAUGE")));
  }

  private static MBeanAttributeInfo info(HistogramMeter<?> histogram) {
    return new OpenMBeanAttributeInfoSupport(
        attribute(histogram.name()),
        histogram.help(),
        DistributionData.TYPE,
        true,
        false,
        false,
        new ImmutableDescriptor(Map.of("units", HistogramMeter.UNIT, "metricType", "HISTOGRAM")));
  }

  private static String attribute(String meter) {
    return meter.substring(0, 1).toUpperCase(Locale.ROOT) + meter.substring(1);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return info;
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    if (name.equals(SINCE)) {
      return meters.since().toString();
    }
    for (Meter<?> meter : meters.table().meters()) {
      if (attribute(meter.name()).equals(name)) {
        double value = meters.value(meter.name());
        if (meter.whole()) {
          return (long) value;
        }
        return value;
      }
    }
    for (HistogramMeter<?> histogram : meters.table().histograms()) {
      if (attribute(histogram.name()).equals(name)) {
        return DistributionData.of(meters.distribution(histogram.name()));
      }
    }
    throw new AttributeNotFoundException(meters.name() + " has no attribute " + name);
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList found = new AttributeList();
    for (String name : names) {
      try {
        found.add(new Attribute(name, getAttribute(name)));
      } catch (AttributeNotFoundException e) {
        // As JMX asks: what is not there is left out.
      }
    }
    return found;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " can only be read");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String operation, Object[] arguments, String[] signature) {
    throw new UnsupportedOperationException(meters.name() + " has no operation " + operation);
  }
}
