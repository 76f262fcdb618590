package io.github.camelaudio.cli.cache;

import java.io.File;

/**
 * The JVM's list of the classes that a start loads. Makes no logger: it is used before the log's
 * format is known.
 */
public final class ClassList {

  /** The system property with its file, where the archive of classes is not there. */
  static final String PROPERTY = "camel-audio.classList";

  private ClassList() {}

  /** The list serves this process only. */
  public static void forgetAtExit() {
    String list = System.getProperty(PROPERTY);
    if (list != null) {
      new File(list).deleteOnExit();
    }
  }
}
