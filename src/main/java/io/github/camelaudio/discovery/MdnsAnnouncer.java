package io.github.camelaudio.discovery;

import io.github.camelaudio.flow.FailureText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.NameRegister;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;
import javax.jmdns.impl.constants.DNSRecordClass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces services. jmdns asks whether a name is free, answers questions, and announces one and
 * two seconds later; the first announcement, moves and ends are said here, because jmdns waits a
 * second with the first, cannot move a service, and takes two seconds for an end. One thread.
 */
final class MdnsAnnouncer {

  private static final Logger LOG = LoggerFactory.getLogger(MdnsAnnouncer.class);

  /** After the last question whether a name is free (RFC 6762 8.1). */
  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Between announcements (RFC 6762 8.3). */
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So often a name is given up and asked for again, before another one is taken. */
  private static final int CONFLICTS = 2;

  private final JmDNSImpl mdns;
  private final Random random = new Random();
  private final Map<Offer, Said> announced = new HashMap<>();

  /** Those that have gone, of which that is said once more. */
  private final List<ServiceInfoImpl> gone = new ArrayList<>();

  MdnsAnnouncer(JmDNSImpl mdns) {
    this.mdns = mdns;
  }

  /** What is announced of one service. */
  private static final class Said {
    private final ServiceInfoImpl info;
    private boolean named;
    private int conflicts;
    private int left;
    private long nextNanos;

    Said(ServiceInfoImpl info) {
      this.info = info;
    }
  }

  void announce(Offer offer, String name) throws IOException {
    register(offer, ServiceNames.label(offer.kind(), name));
  }

  private void register(Offer offer, String label) throws IOException {
    ServiceInfo info =
        ServiceInfo.create(
            MdnsBrowser.type(offer.transport()), label, offer.port(), 0, 0, text(offer));
    if (!(info instanceof ServiceInfoImpl own)) {
      throw new IOException("another jmdns is on the class path");
    }
    gone.removeIf(each -> each.getKey().equals(own.getKey()));
    mdns.getCache().remove(own.getKey()); // what it may have of our own that has gone
    mdns.registerService(own);
    announced.put(offer, new Said(own));
  }

  private static byte[] text(Offer offer) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("txtvers", "1");
    texts.put("kind", offer.kind().text());
    texts.put("wire", offer.wire());
    if (offer.format() != null) {
      texts.put("format", offer.format());
    }
    String version = MdnsAnnouncer.class.getPackage().getImplementationVersion();
    if (version != null) {
      texts.put("version", version);
    }
    return ServiceText.write(texts);
  }

  /** The name is ours already: others get its new record without a question (RFC 6762 8.4). */
  void move(Offer from, Offer to) {
    Said said = announced.remove(from);
    if (said == null) {
      return;
    }
    ServiceInfoImpl info = said.info;
    info.updateRecord(
        mdns.getCache(),
        System.currentTimeMillis(),
        new DNSRecord.Service(
            info.getQualifiedName(),
            DNSRecordClass.CLASS_IN,
            DNSRecordClass.UNIQUE,
            DNSConstants.DNS_TTL,
            0,
            0,
            to.port(),
            info.getServer()));
    info.setText(text(to));
    said.named &= !info.isProbing();
    if (said.named) {
      say(info, DNSConstants.DNS_TTL);
      said.nextNanos = System.nanoTime() + AGAIN_NANOS;
      said.left = 1;
    }
    announced.put(to, said);
  }

  String name(Offer offer) {
    Said said = announced.get(offer);
    return said == null ? "" : ServiceNames.name(offer.kind(), said.info.getName());
  }

  void withdraw(Offer offer) {
    Said said = announced.remove(offer);
    if (said != null) {
      mdns.getServices().remove(said.info.getKey(), said.info);
      said.info.cancelState();
      say(said.info, 0);
      gone.add(said.info);
    }
  }

  /** Sends what is due. */
  void step() {
    gone.forEach(each -> say(each, 0));
    gone.clear();
    long now = System.nanoTime();
    List<Offer> taken = new ArrayList<>();
    for (Map.Entry<Offer, Said> entry : announced.entrySet()) {
      Said each = entry.getValue();
      if (each.info.isProbing()) {
        if (each.named && ++each.conflicts >= CONFLICTS && random.nextBoolean()) {
          taken.add(entry.getKey());
        }
        each.named = false;
      } else if (!each.named) {
        each.named = true;
        each.left = 1;
        each.nextNanos = now + ANSWER_NANOS;
      } else if (each.left > 0 && now - each.nextNanos >= 0) {
        each.left--;
        say(each.info, DNSConstants.DNS_TTL);
      }
    }
    taken.forEach(this::takeNextName);
  }

  /**
   * Two that begin at the same moment find the name free, announce it, and ask again, for ever, as
   * jmdns only gives way while it asks. So one of them takes the next name; chance says which one.
   */
  private void takeNextName(Offer offer) {
    Said said = Objects.requireNonNull(announced.remove(offer));
    mdns.getServices().remove(said.info.getKey(), said.info);
    said.info.cancelState();
    String next =
        NameRegister.Factory.getRegistry()
            .incrementName(
                mdns.getLocalHost().getInetAddress(),
                said.info.getName(),
                NameRegister.NameType.SERVICE);
    try {
      register(offer, next);
    } catch (IOException e) {
      LOG.warn("{} was not announced: {}", next, FailureText.of(e));
    }
  }

  /** With the host's addresses, so that nobody has to ask for them. */
  private void say(ServiceInfoImpl info, int ttl) {
    try {
      DNSOutgoing out = new DNSOutgoing(DNSConstants.FLAGS_QR_RESPONSE | DNSConstants.FLAGS_AA);
      List<DNSRecord> records =
          new ArrayList<>(
              info.answers(
                  DNSRecordClass.CLASS_ANY, DNSRecordClass.UNIQUE, ttl, mdns.getLocalHost()));
      if (ttl > 0) {
        records.addAll(
            mdns.getLocalHost().answers(DNSRecordClass.CLASS_ANY, DNSRecordClass.UNIQUE, ttl));
      }
      for (DNSRecord each : records) {
        out.addAnswer(null, each);
      }
      mdns.send(out);
    } catch (IOException e) {
      LOG.debug("{} was not announced: {}", info.getName(), FailureText.of(e));
    }
  }

  /** Says that all have gone. */
  void close() {
    List.copyOf(announced.keySet()).forEach(this::withdraw);
  }
}
