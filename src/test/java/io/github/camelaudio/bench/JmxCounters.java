package io.github.camelaudio.bench;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
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

  /** All numbers of its speakers, summed by name. */
  Map<String, Long> speakers() throws IOException, JMException {
    Map<String, Long> numbers = new TreeMap<>();
    ObjectName all = new ObjectName("org.apache.camel:type=meters,kind=speaker,*");
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
