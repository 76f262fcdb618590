package io.github.camelaudio.bench;

/** One row of the table, or several that belong together. */
interface EarRow {

  /**
   * What the command line says.
   *
   * @param starts how often what is started is started
   * @param seconds how long a measurement takes; 0 for as long as its row asks for
   */
  record Settings(int starts, int seconds) {
    int secondsOr(int asked) {
      return seconds > 0 ? seconds : asked;
    }
  }

  /** Measures, and prints. */
  void run(EarReport report, Settings settings) throws Exception;
}
