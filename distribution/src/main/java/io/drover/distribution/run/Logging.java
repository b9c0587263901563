package io.drover.distribution.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs to standard output, one line per event. Set up in code: reading a configuration file would cost start-up time. */
public final class Logging {
    private static final List<String> TALKATIVE = List.of(
            "org.hibernate",
            "org.flywaydb",
            "com.zaxxer",
            "org.apache.camel",
            "org.drools",
            "org.kie",
            "io.vertx",
            "io.netty",
            "org.apache.activemq",
            "org.eclipse.paho");

    /** What a database refuses is told by whoever asked, if it is worth telling. */
    private static final String TOLD_TWICE = "org.hibernate.orm.jdbc.error";

    /** A line on the thread that carries an execution out tells the trace and the execution. */
    static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}"
            + "%replace( [trace=%X{trace} execution=%X{execution} trace_id=%X{trace_id}])"
            + "{' \\[trace= execution= trace_id=\\]| trace_id=(?=\\])', ''} - %msg%n";

    private Logging() {}

    /** Logs text; see {@link #begin}. */
    public static void level(String name) {
        begin(name, false);
    }

    /**
     * Sets the level of our own loggers; libraries speak from warnings on, unless everything is asked for.
     *
     * @param json whether each line is an object of JSON
     */
    public static void begin(String name, boolean json) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder = json ? objects() : text();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        Level level = Level.toLevel(name);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        if (level.isGreaterOrEqual(Level.DEBUG)) {
            TALKATIVE.forEach(logger -> context.getLogger(logger).setLevel(Level.WARN));
            context.getLogger(TOLD_TWICE).setLevel(Level.ERROR);
        }
    }

    private static Encoder<ILoggingEvent> text() {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setPattern(PATTERN);
        return text;
    }

    /** One object for each event, the ids of what it belongs to in {@code mdc}. */
    static Encoder<ILoggingEvent> objects() {
        JsonEncoder objects = new JsonEncoder();
        objects.setWithSequenceNumber(false);
        objects.setWithNanoseconds(false);
        objects.setWithContext(false);
        objects.setWithMessage(false);
        objects.setWithArguments(false);
        objects.setWithFormattedMessage(true);
        return objects;
    }
}
