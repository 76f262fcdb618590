package io.github.camelaudio.cli.service;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The signal SIGHUP. Java's class for signals is reached by reflection: javac warns of each use of
 * it, and no warning is allowed here.
 */
final class HangUp {

  private HangUp() {}

  /**
   * Calls an action for each SIGHUP from now on, instead of ending the process.
   *
   * @param action called on a thread of its own, which it must not keep
   * @throws ReflectiveOperationException where this Java has no signals, or another owns this one
   */
  static void handle(Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, arguments) -> answer(self, method, arguments, action));
    try {
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
    } catch (InvocationTargetException e) {
      throw new ReflectiveOperationException(e.getCause());
    }
  }

  /** Collections may also ask a proxy for its hash code. */
  private static Object answer(Object self, Method method, Object[] arguments, Runnable action) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> self == arguments[0];
      case "toString" -> "HangUp";
      default -> {
        action.run();
        yield Void.TYPE; // what a void method returns is not looked at
      }
    };
  }
}
