package io.github.camelaudio.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReceiptTest {

  private final AtomicInteger released = new AtomicInteger();
  private final Receipt receipt = new Receipt(0, released::incrementAndGet);

  @Test
  void receipt_isReleasedWhenAllWhoHeldItReleasedIt() {
    receipt.hold();
    receipt.release();
    assertThat(released).hasValue(0);
    receipt.release();
    assertThat(released).hasValue(1);
  }

  @Test
  void holdAfterTheRelease_holdsNothing() {
    receipt.release();
    assertThat(receipt.hold()).isFalse();
    assertThat(released).hasValue(1);
  }

  @Test
  void oneReleaseTooMany_isRefused_andNotTold() {
    receipt.release();
    assertThatThrownBy(receipt::release).isInstanceOf(IllegalStateException.class);
    assertThat(released).hasValue(1);
  }
}
