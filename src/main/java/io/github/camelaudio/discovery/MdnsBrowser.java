package io.github.camelaudio.discovery;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSCache;
import javax.jmdns.impl.DNSEntry;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSQuestion;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds services in the records that jmdns has. Its own listeners are not used: they resolve each
 * name that anybody announces, three questions for each, and keep it for good; and a service that
 * goes stays with them for up to ten seconds. One thread; jmdns fills its cache on others.
 */
final class MdnsBrowser {

  private static final Logger LOG = LoggerFactory.getLogger(MdnsBrowser.class);

  /** Before records of an hour, as most are, have expired. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(20);

  /** Of all that is announced in the network, printers too. */
  private static final int MAX_CACHED = 2_000;

  private final JmDNSImpl mdns;
  private final Predicate<InetAddress> accepted;
  private final Map<Transport, Long> askedNanos = new EnumMap<>(Transport.class);
  private final ServiceTable table = new ServiceTable();
  private Set<String> names = Set.of();
  private boolean leftOut;

  MdnsBrowser(JmDNSImpl mdns, Predicate<InetAddress> accepted) {
    this.mdns = mdns;
    this.accepted = accepted;
  }

  static String type(Transport transport) {
    return "_camel-audio._" + transport.name().toLowerCase(Locale.ROOT) + ".local.";
  }

  /** Looks for services from now on; again has no effect. */
  void browse(Transport transport) {
    askedNanos.computeIfAbsent(
        transport,
        first -> {
          mdns.startServiceResolver(type(transport)); // asks three times in 0.7 s
          return System.nanoTime();
        });
  }

  List<Found> found() {
    return table.found();
  }

  /** Whether there was no room for some. */
  boolean leftOut() {
    return leftOut;
  }

  void step(Set<String> wanted, long nowNanos) {
    boolean more = !names.containsAll(wanted); // one of them may have been left out before
    names = Set.copyOf(wanted);
    for (Map.Entry<Transport, Long> each : askedNanos.entrySet()) {
      if (more || nowNanos - each.getValue() >= ASK_AGAIN_NANOS) {
        each.setValue(nowNanos);
        mdns.startServiceResolver(type(each.getKey()));
      }
    }
    List<ServiceTable.Pointer> left = table.update(announced(), wanted);
    leftOut |= !left.isEmpty();
    forget(left);
    table.entries().forEach(each -> each.read(read(each.pointer())));
    table.due(nowNanos).forEach(each -> ask(each.pointer()));
    forgetOthers();
  }

  private List<ServiceTable.Pointer> announced() {
    List<ServiceTable.Pointer> all = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (Transport transport : askedNanos.keySet()) {
      for (DNSEntry each : mdns.getCache().getDNSEntryList(type(transport))) {
        if (each instanceof DNSRecord.Pointer pointer && !pointer.isExpired(now)) {
          String label = label(type(transport), pointer.getAlias());
          if (!label.isEmpty()) {
            all.add(new ServiceTable.Pointer(transport, label, pointer.getRecordSource()));
          }
        }
      }
    }
    return all;
  }

  /** Empty when it is not a name of that type. */
  private static String label(String type, String name) {
    int end = name.length() - type.length() - 1;
    boolean fits = end > 0 && name.regionMatches(true, end, "." + type, 0, type.length() + 1);
    return fits ? name.substring(0, end) : "";
  }

  private static String name(ServiceTable.Pointer pointer) {
    return pointer.label() + "." + type(pointer.transport());
  }

  private static String printable(ServiceTable.Pointer pointer) {
    return PrintableText.of(name(pointer));
  }

  private @Nullable Found read(ServiceTable.Pointer pointer) {
    try {
      ServiceInfo service = info(name(pointer), DNSRecordType.TYPE_SRV);
      ServiceInfo text = info(name(pointer), DNSRecordType.TYPE_TXT);
      return service == null || text == null
          ? null
          : Found.of(
              pointer.transport(),
              pointer.label(),
              addresses(service.getServer()),
              service.getPort(),
              text.getTextBytes(),
              accepted);
    } catch (IllegalArgumentException e) {
      LOG.debug("{}: records that cannot be read: {}", printable(pointer), FailureText.of(e));
      return null;
    }
  }

  private @Nullable ServiceInfo info(String name, DNSRecordType type) {
    long now = System.currentTimeMillis();
    for (DNSRecord each : records(name, type)) {
      if (!each.isExpired(now)) {
        return each.getServiceInfo(false);
      }
    }
    return null;
  }

  private List<InetAddress> addresses(String host) {
    List<InetAddress> all = new ArrayList<>();
    List<DNSRecord> records = new ArrayList<>(records(host, DNSRecordType.TYPE_A));
    records.addAll(records(host, DNSRecordType.TYPE_AAAA));
    long now = System.currentTimeMillis();
    for (DNSRecord each : records) {
      if (!each.isExpired(now)) {
        all.addAll(Arrays.asList(each.getServiceInfo(false).getInetAddresses()));
      }
    }
    return all;
  }

  private List<DNSRecord> records(String name, DNSRecordType type) {
    Collection<? extends DNSEntry> cached =
        mdns.getCache().getDNSEntryList(name, type, DNSRecordClass.CLASS_IN);
    return cached.stream().map(DNSRecord.class::cast).toList();
  }

  private void ask(ServiceTable.Pointer pointer) {
    try {
      DNSOutgoing out = new DNSOutgoing(DNSConstants.FLAGS_QR_QUERY);
      question(out, name(pointer), DNSRecordType.TYPE_SRV);
      question(out, name(pointer), DNSRecordType.TYPE_TXT);
      ServiceInfo service = info(name(pointer), DNSRecordType.TYPE_SRV);
      if (service != null) {
        question(out, service.getServer(), DNSRecordType.TYPE_A);
        question(out, service.getServer(), DNSRecordType.TYPE_AAAA);
      }
      mdns.send(out);
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("{} was not asked for: {}", printable(pointer), FailureText.of(e));
    }
  }

  private static void question(DNSOutgoing out, String name, DNSRecordType type)
      throws IOException {
    out.addQuestion(
        DNSQuestion.newQuestion(name, type, DNSRecordClass.CLASS_IN, DNSRecordClass.NOT_UNIQUE));
  }

  /** Their next announcement is that of a new one. */
  private void forget(List<ServiceTable.Pointer> left) {
    DNSCache cache = mdns.getCache();
    Set<String> keys = new HashSet<>();
    left.forEach(each -> keys.add(name(each).toLowerCase(Locale.ROOT)));
    for (Transport transport : left.isEmpty() ? Set.<Transport>of() : askedNanos.keySet()) {
      for (DNSEntry each : cache.getDNSEntryList(type(transport))) {
        if (each instanceof DNSRecord.Pointer record
            && keys.contains(record.getAlias().toLowerCase(Locale.ROOT))) {
          cache.removeDNSEntry(record);
        }
      }
    }
    keys.forEach(cache::remove);
  }

  /** What others announce is not needed; jmdns itself keeps all until it expires. */
  private void forgetOthers() {
    DNSCache cache = mdns.getCache();
    if (cache.size() > MAX_CACHED) {
      cache.keySet().removeIf(each -> !each.contains("camel-audio"));
    }
    if (cache.size() > MAX_CACHED) {
      cache.clear();
    }
  }
}
