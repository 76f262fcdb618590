package io.github.camelaudio.wire;

/** A message to an encoder that puts nothing on the network: a connection is opened to write it. */
public enum Connect {
  ONLY
}
