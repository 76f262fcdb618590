package io.github.camelaudio.component.meter;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.output.LevelLine;
import java.io.PrintStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Shows the level of what passes, and how far it has come: on a terminal a line that moves, else
 * one line a second. As a bean of a route: {@code .process("levelMeter")}. Changes nothing.
 *
 * <pre>
 * 00:02.4 of 00:06.1  |##########              |  -21 dB
 * </pre>
 */
public final class LevelMeter implements Processor {

  private final LevelLine line;

  /** A meter on standard error, where the log is, so that standard output stays free for sound. */
  @SuppressWarnings("SystemConsoleNull") // on JDK 17, no console means no terminal
  public LevelMeter() {
    this(System.err, System.console() != null, SystemClock.INSTANCE);
  }

  LevelMeter(PrintStream out, boolean terminal, AudioClock clock) {
    this.line = new LevelLine(out, terminal, clock);
  }

  @Override
  public void process(Exchange exchange) {
    if (exchange.getIn().getBody() instanceof AudioBlock block) {
      line.add(block, exchange.getIn().getHeader(AudioHeaders.TOTAL_FRAMES, Long.class));
    }
  }
}
