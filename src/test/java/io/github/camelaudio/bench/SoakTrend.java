package io.github.camelaudio.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values over time, and how they grow: the median of the slopes between any two of them
 * (Theil-Sen), which single outliers do not move. Values of different lives of a process, before
 * and after it was killed, are never compared. Holds a bounded number: when full, every other one
 * is left out.
 */
final class SoakTrend {

  private static final int MOST_POINTS = 1_000;

  /** A value, when it was so, and in which life of its process. */
  private record Point(double minute, int life, double value) {}

  /** How values grow, and over how long they were looked at. */
  record Growth(double perHour, double minutes) {
    double total() {
      return perHour * minutes / 60;
    }
  }

  private List<Point> points = new ArrayList<>();

  void add(double minute, int life, double value) {
    points.add(new Point(minute, life, value));
    if (points.size() > MOST_POINTS) {
      List<Point> fewer = new ArrayList<>();
      for (int i = 0; i < points.size(); i += 2) {
        fewer.add(points.get(i));
      }
      points = fewer;
    }
  }

  /** How the values from this minute on grow; not a number when no two can be compared. */
  Growth since(double minute) {
    List<Point> late = points.stream().filter(point -> point.minute >= minute).toList();
    double[] slopes = new double[late.size() * late.size() / 2];
    int count = 0;
    double minutes = 0;
    for (int i = 0; i < late.size(); i++) {
      Point later = late.get(i);
      for (int j = 0; j < i; j++) {
        Point earlier = late.get(j);
        if (earlier.life == later.life) {
          double between = later.minute - earlier.minute;
          slopes[count++] = (later.value - earlier.value) / between;
          minutes = Math.max(minutes, between);
        }
      }
    }
    return new Growth(60 * median(Arrays.copyOf(slopes, count)), minutes);
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
