package io.github.camelaudio.cli.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerFilesTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0", "0.51, 1", "1, 1"})
  void closeIfMany_collectsWhenHalfOfTheDescriptorsAreUsed(double share, int collections) {
    List<Double> collected = new ArrayList<>();
    CompilerFiles.closeIfMany(() -> share, () -> collected.add(share));
    assertThat(collected).hasSize(collections);
  }
}
