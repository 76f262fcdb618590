package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.console.http.PasswordHash;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * The console's page in a real browser, at a real program that plays two tones on a real sound
 * server: what a button says is what the server plays. One browser and one program for all.
 */
@Tag("sound")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ConsolePageIT {

  private static final int LOW = 440;
  private static final int HIGH = 1_500;

  /** An id that would be a picture, and do harm, if the page took names for HTML. */
  private static final String HTML = "<img src=x onerror=document.title=1>";

  private static final String ROUTES =
      """
      from("wav:low.wav?loop=true").routeId("low").to("speaker:default");
      from("wav:high.wav?loop=true").routeId("high").to("speaker:default");
      from("browser:phone").routeId("%s").to("wav:phone.wav");
      """
          .formatted(HTML);

  /** What a browser does for speech, such as against noise, would make it less alike. */
  private static final String AS_IT_IS =
      """
      const devices = navigator.mediaDevices;
      const open = devices.getUserMedia.bind(devices);
      devices.getUserMedia = ({ audio }) => open({ audio: { ...audio,
          echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      """;

  private static final Pattern CONSOLE = Pattern.compile("console: http://localhost:(\\d+)");
  private static final Path VOICE = Path.of("src/main/resources/demo/voice.wav");

  @TempDir static Path directory;
  private static PulseServer sound;
  private static Program program;
  private static Browser browser;
  private static Ear ear;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    PulseServer.need();
    Browser.need();
    Tools.need("ffmpeg", "ffmpeg");
    tone("low.wav", LOW);
    tone("high.wav", HIGH);
    RouteFile.write(directory, "Page", ROUTES);
    sound = new PulseServer(directory);
    ear = new Ear(sound, directory);
    program = run(Tools.freePort());
    Path profile = Files.createDirectory(directory.resolve("profile"));
    browser = new Browser(profile, VOICE);
    program.await("running Page");
    Matcher said = CONSOLE.matcher(program.output());
    assertThat(said.find()).as(program.output()).isTrue();
    port = Integer.parseInt(said.group(1));
    Routes.await("the console's answer", ConsolePageIT::isAnswering);
  }

  /** It starts half a second after the routes. */
  private static boolean isAnswering() {
    try {
      URLConnection connection =
          URI.create("http://localhost:" + port + "/").toURL().openConnection();
      connection.setReadTimeout(500);
      return ((HttpURLConnection) connection).getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Program run(int consolePort) {
    return Program.camelAudio(
        directory, sound.environment(), "Page.java", "audio.console.port=" + consolePort);
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable each : Arrays.asList(browser, ear, program, sound)) {
      if (each != null) {
        try {
          each.close();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @BeforeEach
  void open() {
    open("streams");
    browser.errors();
  }

  private static void open(String view) {
    browser.open("about:blank");
    browser.open("http://localhost:" + port + "/#/" + view);
    browser.await("document.body.dataset.connection === 'live'");
    browser.find("[data-view=" + view + "] h2");
  }

  private static void tone(String name, double hz) throws Exception {
    PcmFormat format = new PcmFormat(Ear.RATE, 1, Encoding.S16);
    float[] samples = new float[Ear.RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.25 * Math.sin(2 * Math.PI * hz * i / Ear.RATE));
    }
    byte[] pcm = new byte[2 * samples.length];
    Samples.encode(Encoding.S16, samples, 0, pcm, 0, samples.length);
    Wav.write(directory.resolve(name), format, pcm);
  }

  private static String strip(String name) {
    return "article.strip[aria-label='wav:" + name + ".wav'] ";
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "streams", "stations", "recordings", "devices", "log"})
  void view_isDrawnWithoutErrors_andForEverybody(String view) throws Exception {
    open(view);
    Thread.sleep(300); // levels come ten times a second
    assertThat(browser.errors()).isEmpty();
    assertThat(browser.violations()).isEmpty();
  }

  @Test
  void gain_ofTheSlider_isThatOfTheSound() {
    ear.await(LOW, -12, 0.5);
    browser.find(strip("low") + ".gain-slider").sendKeys(Keys.ARROW_DOWN.toString().repeat(12));
    ear.await(LOW, -24, 0.5);
    browser.find(strip("low") + ".gain-slider").sendKeys("0");
    ear.await(LOW, -12, 0.5);
  }

  @Test
  void mute_isSilence_andSolo_isAllThatIsHeard() {
    ear.await(LOW, -12, 0.5);
    browser.click(strip("low") + ".mute");
    ear.awaitSilence(LOW);
    browser.click(strip("low") + ".mute");
    ear.await(LOW, -12, 0.5);
    browser.click(strip("high") + ".solo");
    ear.awaitSilence(LOW);
    ear.await(HIGH, -12, 0.5);
    browser.click(strip("high") + ".solo");
    ear.await(LOW, -12, 0.5);
  }

  @Test
  void listen_playsTheStreamHere_withLittleDelay() {
    browser.click(strip("high") + ".listen");
    browser.run(
        "import('/lib/listening.js').then((module) => { window.heard = module.listening; })");
    browser.await("window.heard?.player?.state.state === 'playing' && heard.player.output");
    browser.run(
        """
        window.tap = new AnalyserNode(heard.player.context, {fftSize: 8192});
        heard.player.output.connect(tap);
        """);
    browser.await(
        """
        (() => { window.samples = new Float32Array(8192); tap.getFloatTimeDomainData(samples);
          return samples.every((value, i) => i % 100 || value !== 0 || samples[i + 1] !== 0); })()
        """);
    List<?> values = (List<?>) browser.run("return Array.from(samples)");
    float[] heard = new float[values.size()];
    for (int i = 0; i < heard.length; i++) {
      heard[i] = ((Number) values.get(i)).floatValue();
    }
    double rate = ((Number) browser.run("return heard.player.context.sampleRate")).doubleValue();
    assertThat(Ear.decibels(heard, HIGH, rate)).isBetween(-13.0, -11.0);
    assertThat(Ear.decibels(heard, LOW, rate)).as("the other stream").isLessThan(-50);
    browser.await("heard.player.state.delayMillis > 0 && heard.player.state.delayMillis < 150");
    browser.click(strip("high") + ".listen");
    browser.await("heard.player === null");
  }

  @Test
  void record_isInTheList_andPlaysAndDownloads() throws Exception {
    browser.click(strip("low") + ".record");
    browser.find("dialog input").sendKeys(Keys.chord(Keys.CONTROL, "a"), "take.wav", Keys.ENTER);
    browser.find(strip("low") + ".record[aria-pressed=true]");
    Thread.sleep(1_500); // of sound
    browser.click(strip("low") + ".record");
    browser.find(strip("low") + ".record[aria-pressed=false]");
    open("recordings");
    browser.click(".rec-row[aria-label^='take.wav']");
    browser.click(".rec-panel .play");
    browser.await("document.querySelector('.rec-panel .playback-time').textContent.includes('1')");
    String link = browser.find(".rec-panel a[download]").getDomProperty("href");
    HttpResponse<byte[]> wav =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(link)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(wav.statusCode()).as(link).isEqualTo(200);
    assertThat(wav.headers().firstValue("Content-Disposition").orElse("")).contains("take.wav");
    Path file = Files.write(directory.resolve("downloaded.wav"), wav.body());
    byte[] pcm = Wav.data(file);
    assertThat(pcm.length / 2).isGreaterThan(Ear.RATE);
    float[] samples = new float[Ear.RATE];
    int channels = AudioSystem.getAudioFileFormat(file.toFile()).getFormat().getChannels();
    float[] all = new float[samples.length * channels];
    Samples.decode(Encoding.S16, pcm, 0, all, 0, all.length);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = all[channels * i];
    }
    // A busy machine leaves parts out of what a tap records, and says so: most of the windows
    // count.
    assertThat(medianDecibels(samples, LOW)).isBetween(-12.5, -11.5);
    assertThat(medianDecibels(samples, HIGH)).isLessThan(-60);
    assertThat(browser.errors()).isEmpty();
  }

  private static double medianDecibels(float[] samples, int hz) {
    int window = samples.length / 20;
    double[] decibels = new double[20];
    for (int i = 0; i < decibels.length; i++) {
      float[] part = Arrays.copyOfRange(samples, i * window, (i + 1) * window);
      decibels[i] = Ear.decibels(part, hz, Ear.RATE);
    }
    Arrays.sort(decibels);
    return decibels[decibels.length / 2];
  }

  @Test
  void route_isStoppedAndStarted_fromTheFlow() {
    open("flow");
    browser.click("button[aria-label='Stop low']");
    browser.click("dialog.confirm[open] button:last-of-type");
    ear.awaitSilence(LOW);
    browser.click("button[aria-label='Start low']");
    ear.await(LOW, -12, 0.5);
  }

  @Test
  void names_areText() {
    open("flow");
    browser.await(
        "Array.from(document.querySelectorAll('.route h3')).some((h) => h.textContent === '"
            + HTML
            + "')");
    assertThat(browser.count("main img")).isZero();
    assertThat(browser.run("return document.title")).isNotEqualTo("1");
  }

  @Test
  void page_isStaleWithoutTheProgram_andRecoversWithItsNextRun() throws Exception {
    browser.run("window.same = true");
    program.kill();
    browser.await("document.body.dataset.connection === 'stale'");
    assertThat(browser.find("#banner").getText()).contains("does not answer");
    program = run(port);
    browser.await("document.body.dataset.connection === 'live' && window.same");
    browser.find(strip("low"));
    program.await("running Page");
    ear.await(LOW, -12, 0.5);
  }

  @Test
  void pageOfAnotherOrigin_changesNothing() {
    browser.open("data:text/html,<title>evil</title>");
    Object refused =
        browser.async(
            """
            const done = arguments[arguments.length - 1];
            const post = (type) => fetch(arguments[0] + '/api/v1/routes/low',
                {method: 'POST', headers: {'Content-Type': type}, body: '{"action":"stop"}'})
              .then((answer) => `answered ${answer.status}`, () => 'refused');
            const socket = new Promise((told) => {
              const made = new WebSocket(arguments[0].replace('http', 'ws') + '/api/v1/listen/speaker:default');
              made.onopen = () => told('opened');
              made.onerror = () => told('refused');
            });
            Promise.all([post('application/json'), post('text/plain'), socket]).then(done);
            """,
            "http://localhost:" + port);
    assertThat((List<?>) refused).asString().isEqualTo("[refused, refused, refused]");
    ear.await(LOW, -12, 0.5);
  }

  @Test
  void login_wantsThePassword() throws Exception {
    String hash = PasswordHash.of("open sesame".toCharArray()).toString();
    try (ConsoleRun other = new ConsoleRun(Map.of("audio.console.password", hash))) {
      browser.open("http://localhost:" + other.port() + "/");
      browser.find("#password").sendKeys("wrong", Keys.ENTER);
      browser.await("document.getElementById('trouble').textContent.includes('wrong')");
      Thread.sleep(1_100); // nobody may try sooner
      browser.find("#password").sendKeys(Keys.chord(Keys.CONTROL, "a"), "open sesame", Keys.ENTER);
      browser.await("document.body.dataset.connection === 'live'");
      browser.open("about:blank");
    }
  }

  @Test
  void microphoneOfTheBrowser_isRecorded() throws Exception {
    browser.run(AS_IT_IS);
    browser.click(".talk");
    browser.find(".talk[data-state=sending]");
    Thread.sleep(5_000); // of speech
    browser.click(".talk");
    program.await("wav:phone.wav: recorded ", Duration.ofSeconds(15));
    Path take = directory.resolve("phone.wav");
    Path heard = directory.resolve("heard.wav"); // the browser chose the rate
    OtherPrograms.line("ffmpeg", "-v", "error", "-i", take + "", "-ar", "48000", heard + "");
    assertThat(Likeness.best(Wav.data(VOICE), Wav.data(heard))).isGreaterThan(0.9);
  }
}
