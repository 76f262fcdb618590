package io.github.camelaudio.meters;

import java.util.Arrays;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** Histograms in JMX: the counts of all buckets, and what people want to know of them. */
final class DistributionData {

  private static final String[] NAMES = {
    "count", "sumMillis", "p50Millis", "p95Millis", "p99Millis", "upToMillis", "counts"
  };

  static final CompositeType TYPE = type();

  private DistributionData() {}

  private static CompositeType type() {
    try {
      return new CompositeType(
          "Histogram",
          "Lengths of time by how long they are",
          NAMES,
          new String[] {
            "How many there are",
            "All together",
            "Half of them are shorter; -1: there are none",
            "19 of 20 are shorter; -1: there are none",
            "99 of 100 are shorter; -1: there are none",
            "The highest value of each bucket but the last, which has none",
            "How many are in each bucket"
          },
          new OpenType<?>[] {
            SimpleType.LONG,
            SimpleType.DOUBLE,
            SimpleType.DOUBLE,
            SimpleType.DOUBLE,
            SimpleType.DOUBLE,
            ArrayType.getArrayType(SimpleType.DOUBLE),
            ArrayType.getArrayType(SimpleType.LONG)
          });
    } catch (OpenDataException e) {
      throw new IllegalStateException("the type of histograms is wrong", e);
    }
  }

  static CompositeData of(Distribution read) {
    try {
      return new CompositeDataSupport(
          TYPE,
          NAMES,
          new Object[] {
            read.count(),
            read.sumMillis(),
            read.quantileMillis(0.5),
            read.quantileMillis(0.95),
            read.quantileMillis(0.99),
            Arrays.stream(read.buckets().boundsMillis()).boxed().toArray(Double[]::new),
            Arrays.stream(read.counts()).boxed().toArray(Long[]::new)
          });
    } catch (OpenDataException e) {
      throw new IllegalStateException("a histogram is not of its type", e);
    }
  }
}
