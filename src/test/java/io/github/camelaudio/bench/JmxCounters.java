package io.github.camelaudio.bench;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.PlatformManagedObject;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Counters and health of a receiver of ours while it runs, by JMX. */
final class JmxCounters implements AutoCloseable {

  private static final double MIB = 1024 * 1024;

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  /** Attaches to the process, one of ours, which costs it some time and memory. */
  @SuppressWarnings("BanJNDI")
  JmxCounters(long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
    try {
      String address = machine.startLocalManagementAgent();
      this.connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
    } finally {
      machine.detach();
    }
    this.beans = connector.getMBeanServerConnection();
  }

  /** Memory after a collection, which this asks for, and threads. */
  record Memory(double heapMib, double metaspaceMib, int threads) {}

  /** All numbers of its speakers, summed by name. */
  Map<String, Long> speakers() throws IOException, JMException {
    return meters("speaker");
  }

  /** All numbers of one kind, summed by name. */
  Map<String, Long> meters(String kind) throws IOException, JMException {
    return sum("org.apache.camel:type=meters,kind=" + kind + ",*");
  }

  /** The numbers of one kind and name. */
  Map<String, Long> meters(String kind, String name) throws IOException, JMException {
    return sum(
        "org.apache.camel:type=meters,kind=" + kind + ",name=" + ObjectName.quote(name) + ",*");
  }

  /** Collects, and then looks. */
  Memory memory() throws IOException {
    MemoryMXBean memory = bean(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    memory.gc();
    MemoryPoolMXBean metaspace =
        bean(
            ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",name=Metaspace",
            MemoryPoolMXBean.class);
    ThreadMXBean threads = bean(ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    return new Memory(
        memory.getHeapMemoryUsage().getUsed() / MIB,
        metaspace.getUsage().getUsed() / MIB,
        threads.getThreadCount());
  }

  private <T extends PlatformManagedObject> T bean(String name, Class<T> type) throws IOException {
    return ManagementFactory.newPlatformMXBeanProxy(beans, name, type);
  }

  private Map<String, Long> sum(String pattern) throws IOException, JMException {
    Map<String, Long> numbers = new TreeMap<>();
    ObjectName all = new ObjectName(pattern);
    for (ObjectName name : beans.queryNames(all, null)) {
      addTo(numbers, name);
    }
    return numbers;
  }

  private void addTo(Map<String, Long> numbers, ObjectName name) throws IOException, JMException {
    for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
      boolean number = attribute.getType().equals("long") || attribute.getType().equals("int");
      if (number && beans.getAttribute(name, attribute.getName()) instanceof Number value) {
        numbers.merge(attribute.getName(), value.longValue(), Long::sum);
      }
    }
  }

  /** Whether all health checks are up. */
  boolean isHealthy() throws IOException, JMException {
    ObjectName all = new ObjectName("org.apache.camel:type=health,*");
    for (ObjectName name : beans.queryNames(all, null)) {
      if (Boolean.FALSE.equals(beans.getAttribute(name, "Healthy"))) {
        return false;
      }
    }
    return true;
  }

  /** By how much numbers grew, those that did. */
  static Map<String, Long> grown(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> grown = new TreeMap<>();
    after.forEach(
        (name, value) -> {
          long more = value - before.getOrDefault(name, 0L);
          if (more > 0) {
            grown.put(name, more);
          }
        });
    return grown;
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      return; // the process has ended
    }
  }
}
