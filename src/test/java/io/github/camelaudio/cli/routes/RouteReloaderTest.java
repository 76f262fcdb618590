package io.github.camelaudio.cli.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of the texts that are saved. */
class RouteReloaderTest extends ReloaderFixture {

  @Test
  void poll_ofUnchangedFiles_doesNothing() {
    settle();
    assertThat(applied).isEmpty();
    assertThat(lines.all()).isEmpty();
  }

  @Test
  void save_isTakenUp_once() throws IOException {
    Files.writeString(one, "one more");
    settle();
    settle();
    assertThat(applied).containsExactly("One.java one more");
    assertThat(lines.all()).containsExactly("INFO One.java: reloaded");
  }

  @Test
  void save_whileTheEditorIsStillWriting_waitsUntilTheTextStays() throws IOException {
    Files.writeString(one, "hal");
    poll();
    Files.writeString(one, "half");
    poll();
    assertThat(builds).isEmpty();
    settle();
    assertThat(applied).containsExactly("One.java half");
  }

  @Test
  void error_inTheText_changesNothing_andTheNextSaveIsTakenUp() throws IOException {
    made.put(
        "bad",
        () -> {
          throw new ExceptionInInitializerError(new ArithmeticException("/ by zero"));
        });
    Files.writeString(one, "bad");
    settle();
    Files.writeString(one, "mended");
    Files.writeString(two, "two more");
    settle();
    assertThat(applied).containsExactly("One.java mended", "Two.java two more");
    assertThat(lines.all().get(0))
        .isEqualTo("ERROR One.java: not reloaded, its current routes keep running: / by zero");
  }

  @Test
  void save_ofATextThatWasRefused_isTriedAgain() throws IOException {
    made.put(
        "early",
        () -> {
          throw new IllegalStateException("not yet");
        });
    Files.writeString(one, "early");
    settle();
    made.remove("early");
    settle();
    assertThat(applied).isEmpty();
    Files.setLastModifiedTime(one, FileTime.fromMillis(1)); // saved again
    settle();
    assertThat(applied).containsExactly("One.java early");
    Files.setLastModifiedTime(one, FileTime.fromMillis(2));
    settle();
    assertThat(applied).hasSize(1);
  }

  @Test
  void readAgain_triesARefusedTextAgain_andAnswersWhenAllAreDone() throws Exception {
    made.put(
        "early",
        () -> {
          throw new IllegalStateException("not yet");
        });
    Files.writeString(one, "early");
    settle();
    CompletableFuture<List<String>> still = reloader.readAgain(false).toCompletableFuture();
    poll();
    assertThat(still).isNotDone();
    settle();
    assertThat(still.get()).containsExactly("One.java");
    made.remove("early");
    CompletableFuture<List<String>> then = reloader.readAgain(false).toCompletableFuture();
    settle();
    assertThat(then.get()).isEmpty();
    assertThat(applied).containsExactly("One.java early");
  }

  @Test
  void readAgain_ofUnchangedFilesToo_buildsEachOnce() throws Exception {
    CompletableFuture<List<String>> all = reloader.readAgain(true).toCompletableFuture();
    settle();
    settle();
    assertThat(all.get()).isEmpty();
    assertThat(applied).containsExactly("One.java one", "Two.java two");
  }

  @Test
  void build_thatNeverEnds_isGivenUp_andHoldsUpNoOtherFile() throws IOException {
    Files.writeString(one, "hangs");
    poll();
    poll();
    builds.remove(); // never run
    Files.writeString(two, "two more");
    settle();
    assertThat(applied).containsExactly("Two.java two more");

    clock.advanceMillis(10_000);
    settle();
    assertThat(lines.all())
        .contains(
            "ERROR One.java: not reloaded, its current routes keep running: it is not ready after 10 s");
    Files.writeString(one, "mended");
    settle();
    assertThat(applied).contains("One.java mended");
  }

  @Test
  void buildsThatNeverEnd_areThreeAtMost() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    List<Thread> hanging = new ArrayList<>();
    for (String text : List.of("first", "second", "third")) {
      CountDownLatch begun = new CountDownLatch(1);
      made.put(
          text,
          () -> {
            begun.countDown();
            while (released.getCount() > 0) {
              Thread.onSpinWait(); // an interrupt does not end it
            }
            return () -> applied.add(text);
          });
      Files.writeString(one, text);
      poll();
      poll();
      Thread thread = new Thread(builds.remove(), text);
      thread.start();
      hanging.add(thread);
      begun.await();
      clock.advanceMillis(10_000);
      poll();
    }
    Files.writeString(one, "fourth");
    settle();
    assertThat(applied).isEmpty();
    assertThat(lines.all())
        .contains(
            "ERROR One.java: not reloaded, its current routes keep running: 3 earlier versions of route files"
                + " still hang in configure(); restart the program");
    released.countDown();
    for (Thread each : hanging) {
      each.join();
    }
    Files.writeString(one, "fifth");
    settle();
    assertThat(applied).containsExactly("One.java fifth");
  }

  @Test
  void build_thatEndsAfterItWasGivenUp_isNotApplied() throws IOException {
    Files.writeString(one, "slow");
    poll();
    poll();
    clock.advanceMillis(10_001);
    poll();
    builds.remove().run();
    settle();
    assertThat(applied).isEmpty();
  }

  @Test
  void build_ofATextThatWasSavedAnewMeanwhile_isNotApplied() throws IOException {
    Files.writeString(one, "first");
    poll();
    poll();
    Files.writeString(one, "second");
    poll();
    poll();
    settle();
    assertThat(applied).containsExactly("One.java second");
  }

  @Test
  void routesThatDoNotStart_areTakenBackToWhatRan() throws IOException {
    made.put(
        "no port",
        () ->
            () -> {
              throw new IOException("Address already in use");
            });
    Files.writeString(one, "no port");
    settle();
    assertThat(applied).containsExactly("One.java one");
    assertThat(lines.all())
        .containsExactly(
            "ERROR One.java: its routes do not start: Address already in use",
            "INFO One.java: previous version restored");
  }

  @Test
  void whatRanBefore_thatDoesNotStartEither_isSaid_andALaterSaveStarts() throws IOException {
    Callable<RouteChanges.Change> failing =
        () ->
            () -> {
              throw new IOException("no");
            };
    made.put("worse", failing);
    made.put("one", failing);
    Files.writeString(one, "worse");
    settle();
    assertThat(lines.all())
        .containsExactly(
            "ERROR One.java: its routes do not start: no",
            "ERROR One.java: the previous version does not start any more either: no; it has no routes"
                + " now");
    Files.writeString(one, "good");
    settle();
    assertThat(applied).containsExactly("One.java good");
  }

  @Test
  void idOfAnotherFile_isRefusedBeforeAnythingIsRemoved() throws IOException {
    made.put(
        "taken",
        () ->
            () -> {
              throw new RouteTakenException("the id 'two' belongs to Two.java");
            });
    Files.writeString(one, "taken");
    settle();
    assertThat(applied).as("restored").isEmpty();
    assertThat(lines.all())
        .containsExactly(
            "ERROR One.java: not reloaded, its current routes keep running: the id 'two' belongs to Two.java");
  }

  @Test
  void textThatRunsAlready_doesNotRestart() throws IOException {
    made.put(
        "bad",
        () -> {
          throw new IllegalArgumentException("bad");
        });
    Files.writeString(one, "bad");
    settle();
    Files.writeString(one, "one");
    settle();
    assertThat(applied).isEmpty();
    assertThat(lines.all())
        .contains("INFO One.java: as it was before; its current routes keep running");
  }

  @Test
  void reason_hasNoControlCharacters_andIsAScreenLongAtMost() throws IOException {
    made.put(
        "bad",
        () -> {
          throw new IllegalArgumentException("\u001b[2J\u202ehidden\n" + "line\n".repeat(1_000));
        });
    Files.writeString(one, "bad");
    settle();
    String line = lines.all().get(0);
    assertThat(line).contains("?[2J?hidden\n").endsWith("\n… 981 more lines");
    assertThat(line.lines()).hasSize(21);
  }
}
