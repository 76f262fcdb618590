package io.github.camelaudio.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a user who mistyped a name may have meant. */
final class Nearest {

  /** One mistake for each of this many letters. */
  private static final int LETTERS_PER_MISTAKE = 3;

  private Nearest() {}

  /** The known name with the fewest mistakes, if these are few for its length. */
  static Optional<String> to(String name, Collection<String> known) {
    return known.stream()
        .filter(each -> mistakes(name, each) <= Math.max(1, each.length() / LETTERS_PER_MISTAKE))
        .min(
            Comparator.<String>comparingInt(each -> mistakes(name, each))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * Letters that are missing, too many, wrong, or swapped with their neighbour (the optimal string
   * alignment distance); case does not matter.
   */
  static int mistakes(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + wrong);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
