import org.apache.camel.builder.RouteBuilder;

/** A WAV file is heard once a day, at noon or at chimeAt=HH:MM: chime=FILE.wav */
public class Chime extends RouteBuilder {

  private static final long MINUTE_MILLIS = 60_000;

  @Override
  public void configure() {
    long toTheNextMinute = MINUTE_MILLIS - System.currentTimeMillis() % MINUTE_MILLIS;
    from("timer:minute?fixedRate=true&period=1m&delay=" + toTheNextMinute)
        .routeId("chime")
        .filter(simple("${date:now:HH:mm} == '{{chimeAt:12:00}}'"))
        .pollEnrich("wav:{{chime:classpath:demo/voice.wav}}")
        .to("speaker:default");
  }
}
