package io.github.camelaudio.cli.routes;

/** A route file uses an id or a class name that belongs to another file; the message names both. */
final class RouteTakenException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  RouteTakenException(String message) {
    super(message);
  }
}
