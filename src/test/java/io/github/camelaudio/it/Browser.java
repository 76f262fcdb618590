package io.github.camelaudio.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.RemoteWebDriver;

/** Debian's chromium without a window and without a sound card; its microphone plays a file. */
final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String AXE = "/axe.min.js";

  /** What is wrong for people who do not see the page well, one line each. */
  private static final String VIOLATIONS =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {resultTypes: ['violations']}).then(
        ({violations}) => done(violations
          .filter(({impact}) => impact === 'serious' || impact === 'critical')
          .map(({id, help, nodes}) => `${id}: ${help}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`)),
        (e) => done([String(e)]));
      """;

  private final ChromeDriverService service;
  private final RemoteWebDriver driver;

  /**
   * Starts it.
   *
   * @param profile a directory of its own
   * @param microphone the WAV that its microphone plays once
   */
  Browser(Path profile, Path microphone) throws IOException {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-audio-output",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--use-file-for-fake-audio-capture=" + microphone.toAbsolutePath() + "%noloop",
        "--user-data-dir=" + profile,
        "--window-size=1440,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    service.start();
    driver = new RemoteWebDriver(service.getUrl(), options);
    driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
  }

  static void need() throws Exception {
    Tools.needThat("test -x " + CHROMIUM, "chromium");
    Tools.needThat("test -x " + DRIVER, "chromium-driver");
  }

  void open(String url) {
    driver.get(url);
  }

  String url() {
    return driver.getCurrentUrl();
  }

  /** The first of what a CSS selector finds, as soon as it is shown. */
  WebElement find(String selector) {
    return Awaitility.await(selector)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () ->
                driver.findElements(By.cssSelector(selector)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null),
            each -> each != null);
  }

  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** Clicks in the middle of the window, where nothing that floats covers it. */
  void click(String selector) {
    WebElement element = find(selector);
    run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
    element.click();
  }

  /** Waits until a condition of the page holds, an expression of JavaScript. */
  void await(String expression) {
    Awaitility.await(expression)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> Boolean.TRUE.equals(driver.executeScript("return Boolean(" + expression + ")")));
  }

  /** What the last argument of a script's function is called with. */
  @SuppressWarnings("NullAway") // what it gives is what the script says
  Object async(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  @SuppressWarnings("NullAway") // as above
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Errors in the browser's console since the last call. */
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** What axe finds serious or critical in what is shown. */
  List<String> violations() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream(AXE)) {
      if (axe == null) {
        throw new IOException(AXE + " is not on the class path");
      }
      run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    return ((List<?>) async(VIOLATIONS)).stream().map(String::valueOf).toList();
  }

  /** A picture of what is shown. */
  void screenshot(Path png) throws IOException {
    Files.write(png, driver.getScreenshotAs(org.openqa.selenium.OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
    service.stop();
  }
}
