package io.github.camelaudio.component.support;

/**
 * Options of an endpoint. The component holds one, its defaults, as {@code camel.component.…} sets
 * them; each endpoint begins with a copy.
 */
public abstract class CopiedConfiguration implements Cloneable {

  /** The same options, in an object of its own. */
  @Override
  public CopiedConfiguration clone() {
    try {
      return (CopiedConfiguration) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e); // it is Cloneable
    }
  }
}
