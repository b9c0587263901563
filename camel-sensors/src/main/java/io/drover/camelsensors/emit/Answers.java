package io.drover.camelsensors.emit;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** What a source is answered that has somebody waiting at its other end. */
final class Answers {
    private static final Set<String> AWAITED = Set.of("platform-http", "rest", "netty-http");

    private Answers() {}

    /** {@return whether somebody waits for what becomes of the exchange} */
    static boolean areAwaited(Exchange exchange) {
        return AWAITED.contains(SourceIdentity.scheme(exchange));
    }

    /** Ends the route: what was sent is never accepted. */
    static void refused(Exchange exchange, List<String> violations) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, ErrorCode.INVALID_ARGUMENT.httpStatus());
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setBody(Plain.write(Map.of("violations", violations)));
        exchange.setRouteStop(true);
    }

    /** Asks to come again: what was sent could not be accepted now. */
    static void later(Exchange exchange, DroverException failure) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setHeader(Exchange.HTTP_RESPONSE_CODE, failure.code().httpStatus());
        exchange.getMessage().setHeader("Retry-After", "1");
    }
}
