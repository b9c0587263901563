package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
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

    private String line(Map<String, String> ids) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(Logging.PATTERN);
        layout.start();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.drover.engine.execute.Runs"), Level.WARN, "it is slow", null, null);
        event.setMDCPropertyMap(ids);
        return layout.doLayout(event);
    }
}
