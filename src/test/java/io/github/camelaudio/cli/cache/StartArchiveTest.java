package io.github.camelaudio.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartArchiveTest {

  @Test
  void classesOfNextStart_leavesOutHalfOfALine_andTheCompiler() {
    assertThat(StartArchive.classesOfNextStart("java/lang/Object id: 0\nb\nc"))
        .isEqualTo("java/lang/Object id: 0\nb\n");
    assertThat(StartArchive.classesOfNextStart("a")).isEmpty();
    assertThat(
            StartArchive.classesOfNextStart(
                "com/sun/tools/Main\n@lambda-proxy com/sun/tools/Main run\njavax/tools/Tool\na\n"))
        .isEqualTo("a\n");
  }
}
