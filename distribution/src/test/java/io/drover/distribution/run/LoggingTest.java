package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoggingTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void namesTheTraceAndTheExecutionThatALineBelongsTo() {
        assertThat(line(Map.of("trace", "t1", "execution", "e1")))
                .endsWith(" WARN  Runs [trace=t1 execution=e1] - it is slow\n");
    }

    @Test
    void leavesThatOutElsewhere() {
        assertThat(line(Map.of())).endsWith(" WARN  Runs - it is slow\n");
    }

    @Test
    void namesTheTraceOfOpenTelemetryWhereThereIsOne() {
        assertThat(line(Map.of("trace", "t1", "execution", "e1", "trace_id", "0af7")))
                .endsWith(" WARN  Runs [trace=t1 execution=e1 trace_id=0af7] - it is slow\n");
    }

    @Test
    void writesEachLineAsAnObjectWhereThatIsAskedFor() throws IOException {
        Encoder<ILoggingEvent> objects = Logging.objects();
        objects.setContext(context);
        objects.start();
        LoggingEvent event = event(Map.of("trace", "t1", "execution", "e1", "rule", "ops.say", "trace_id", "0af7"));
        event.setThrowableProxy(new ThrowableProxy(new IOException("disk \"full\"")));

        String line = new String(objects.encode(event), StandardCharsets.UTF_8);

        assertThat(line.strip()).doesNotContain("\n");
        assertThat(line).endsWith("\n");
        JsonNode object = new ObjectMapper().readTree(line);
        assertThat(object.path("level").asText()).isEqualTo("WARN");
        assertThat(object.path("loggerName").asText()).isEqualTo("io.drover.engine.execute.Runs");
        assertThat(object.path("formattedMessage").asText()).isEqualTo("it is slow");
        assertThat(object.path("timestamp").isIntegralNumber()).isTrue();
        assertThat(object.path("mdc").path("trace").asText()).isEqualTo("t1");
        assertThat(object.path("mdc").path("execution").asText()).isEqualTo("e1");
        assertThat(object.path("mdc").path("rule").asText()).isEqualTo("ops.say");
        assertThat(object.path("mdc").path("trace_id").asText()).isEqualTo("0af7");
        assertThat(object.path("throwable").path("message").asText()).isEqualTo("disk \"full\"");
    }

    private String line(Map<String, String> ids) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(Logging.PATTERN);
        layout.start();
        return layout.doLayout(event(ids));
    }

    private LoggingEvent event(Map<String, String> ids) {
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.drover.engine.execute.Runs"), Level.WARN, "it is slow", null, null);
        event.setMDCPropertyMap(ids);
        return event;
    }
}
