package io.github.camelaudio.it;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Keeps what comes over a WebSocket of the JDK's client. */
final class WebSocketClient implements WebSocket.Listener, AutoCloseable {

  final List<String> texts = new CopyOnWriteArrayList<>();
  final List<Integer> messageBytes = new CopyOnWriteArrayList<>();

  /** Code and reason. */
  final CompletableFuture<String> closed = new CompletableFuture<>();

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final WebSocket socket;
  private int partBytes;

  WebSocketClient(URI uri) throws Exception {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(uri, this)
            .get(10, TimeUnit.SECONDS);
  }

  void text(String text) throws Exception {
    socket.sendText(text, true).get(10, TimeUnit.SECONDS);
  }

  void binary(byte[] bytes) throws Exception {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).get(10, TimeUnit.SECONDS);
  }

  synchronized byte[] received() {
    return received.toByteArray();
  }

  synchronized int receivedBytes() {
    return received.size();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    texts.add(data.toString());
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    received.writeBytes(bytes);
    partBytes += bytes.length;
    if (last) {
      messageBytes.add(partBytes);
      partBytes = 0;
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code + " " + reason);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
