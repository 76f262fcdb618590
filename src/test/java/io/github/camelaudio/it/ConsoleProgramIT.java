package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.console.http.PasswordHash;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console of the whole program, and beyond this machine. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ConsoleProgramIT {

  private static final Pattern SERVER =
      Pattern.compile(
          "io\\.vertx\\.(core\\.Vertx |core\\.impl|ext)|camelaudio\\.console\\.Console ");

  private static final Pattern NOT_NEEDED =
      Pattern.compile(
          "io\\.vertx\\.(core\\.Vertx |core\\.impl|ext)|camelaudio\\.console\\.api\\."
              + "|picocli\\.CommandLine |camelaudio\\.playout\\.|camelaudio\\.cli\\.warmup\\.Playout"
              + "|io\\.prometheus\\.metrics\\.model\\.registry\\.PrometheusRegistry ");

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void theFirstLine_saysWhereItIs_andWhereItIsOffNoClassOfItIsLoaded() throws Exception {
    String route =
        RouteFile.write(directory, "Quiet", "from(\"direct:a\").to(\"log:a?level=OFF\");");
    try (Program on = Program.camelAudio(directory, route).await("running Quiet", LONG)) {
      assertThat(on.output().lines().findFirst().orElseThrow())
          .matches("\\S+ \\S+ {1,2}console: http://localhost:\\d+");
    }
    Path classes = directory.resolve("classes.txt");
    Map<String, String> listing = Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
    try (Program off =
        Program.camelAudio(directory, listing, route, "audio.console=false")
            .await("running Quiet", LONG)) {
      assertThat(off.lines("console:")).isZero();
    }
    assertThat(Files.readAllLines(classes))
        .anyMatch(line -> line.contains("org.apache.camel."))
        // Camel's type converters load some values of any jar that is there, and nothing that runs.
        .noneMatch(line -> SERVER.matcher(line).find());
  }

  /** The server starts half a second later; picocli and the warm-up are not needed at all. */
  @Test
  void whatASendersFirstPacketDoesNotNeed_isNotLoadedBeforeIt() throws Exception {
    Path classes = directory.resolve("classes.txt");
    Map<String, String> listing = Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
    String route = Path.of("routes", "WavSender.java").toAbsolutePath().toString();
    try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      receiver.setSoTimeout((int) LONG.toMillis());
      try (Program sender =
              Program.camelAudio(
                  directory,
                  listing,
                  route,
                  "audio.warmup=true",
                  "port=" + receiver.getLocalPort());
          Socket connection = receiver.accept()) {
        assertThat(connection.getInputStream().read()).isNotNegative();
        assertThat(Files.readAllLines(classes))
            .anyMatch(line -> line.contains("camelaudio.peer.PeerLink "))
            .noneMatch(line -> NOT_NEEDED.matcher(line).find());
        assertThat(sender.lines("console:")).isEqualTo(1);
      }
    }
  }

  @Test
  void beyondThisMachine_withoutTlsAndPassword_theRunDoesNotStart() throws Exception {
    String route =
        RouteFile.write(directory, "Quiet", "from(\"direct:a\").to(\"log:a?level=OFF\");");
    try (Program refused = Program.camelAudio(directory, route, "audio.console.host=0.0.0.0")) {
      assertThat(refused.exitCode(LONG)).isEqualTo(1);
      assertThat(refused.output())
          .contains("audio.tls.certificate", "audio.console.password", "console-password")
          .doesNotContain("running");
    }
  }

  @Test
  void beyondThisMachine_itIsTls_withTheCertificateOfNow() throws Exception {
    Tools.needThat("openssl version | grep 'OpenSSL [3-9]'", "openssl");
    makeCertificate("first");
    makeCertificate("second");
    replace("first");
    Map<String, String> properties =
        Map.of(
            "audio.console.host", "0.0.0.0",
            "audio.tls.certificate", directory.resolve("own.pem").toString(),
            "audio.tls.key", directory.resolve("own-key.pem").toString(),
            "audio.console.password", PasswordHash.of("over and out".toCharArray()).toString());
    try (ConsoleRun run = new ConsoleRun(properties)) {
      run.trust(trusting("first"));
      HttpResponse<String> login = run.post("/api/v1/login", "{\"password\":\"over and out\"}");
      assertThat(login.statusCode()).isEqualTo(200);
      assertThat(login.headers().firstValue("Set-Cookie").orElseThrow()).contains("; Secure");
      assertThat(run.get("/user/hello").statusCode()).isEqualTo(401);
      replace("second");
      TimeUnit.MILLISECONDS.sleep(1_100); // files are looked at once a second
      run.trust(trusting("second"));
      assertThat(run.get("/user/hello").statusCode()).isEqualTo(401);
      assertThat(run.raw("GET / HTTP/1.1", "Host: localhost")).doesNotContain("HTTP/1.1 200");
    }
  }

  private void makeCertificate(String name) throws Exception {
    String command =
        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                + " -subj /CN=localhost -addext subjectAltName=DNS:localhost"
                + " -keyout %s-key.pem -out %s.pem && chmod 600 %s-key.pem")
            .formatted(name, name, name);
    try (Program shell = Program.of(directory, Map.of(), "sh", "-ec", command)) {
      assertThat(shell.exitCode(LONG)).as(shell.output()).isZero();
    }
  }

  private void replace(String name) throws IOException {
    for (String end : new String[] {"-key.pem", ".pem"}) {
      Files.move(
          Files.copy(directory.resolve(name + end), directory.resolve("new" + end)),
          directory.resolve("own" + end),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private SSLContext trusting(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(directory.resolve(name + ".pem"))) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("ca", certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
