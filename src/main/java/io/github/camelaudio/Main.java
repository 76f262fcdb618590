package io.github.camelaudio;

/** Placeholder so that the build has a main class. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
