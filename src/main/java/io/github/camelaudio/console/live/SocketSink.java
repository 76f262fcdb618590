package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.socket.WebSockets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;

/** A listener whose sound comes in binary messages, after one of text that says its format. */
final class SocketSink implements SoundSink {

  private final ServerWebSocket socket;
  private final String source;

  SocketSink(ServerWebSocket socket, String source) {
    this.socket = socket;
    this.source = source;
  }

  @Override
  public void begin(PcmFormat format, int waitingBytes) {
    socket.setWriteQueueMaxSize(waitingBytes);
    socket.writeTextMessage(
        new JsonObject()
            .put("sampleRateHz", format.sampleRateHz())
            .put("channels", format.channels())
            .put("source", source)
            .encode());
  }

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  @Override
  public void write(Buffer pcm) {
    socket.writeBinaryMessage(pcm);
  }

  @Override
  public void end(String reason) {
    WebSockets.close(socket, WebSockets.NORMAL, reason);
  }

  /** Vert.x closes the connection some seconds later also when the client does not answer. */
  @Override
  public void abort(String reason) {
    WebSockets.close(socket, WebSockets.POLICY_VIOLATION, reason);
  }
}
