import org.apache.camel.builder.RouteBuilder;

/** What a browser's microphone hears, sent on the page of the console, is played here. */
public class BrowserMicrophone extends RouteBuilder {

  @Override
  public void configure() {
    from("browser:phone").routeId("browser-microphone").to("speaker:default");
  }
}
