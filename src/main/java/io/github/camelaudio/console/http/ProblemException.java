package io.github.camelaudio.console.http;

/**
 * A request that is answered by a problem document (RFC 9457). An {@link IllegalArgumentException}
 * is answered as 400, with its message as the detail.
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status of HTTP, 400 to 599
   * @param detail one sentence for people: what is wrong, and what to do
   */
  public ProblemException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  /** What was asked for is not there. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(404, detail);
  }

  /** What was asked for cannot be done as things stand. */
  public static ProblemException conflict(String detail) {
    return new ProblemException(409, detail);
  }

  public int status() {
    return status;
  }
}
