package io.drover.camelactions.camel;

import io.drover.camelactions.value.Secrets;
import io.drover.model.action.ActionContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** What is told of an action that failed: {@code {error, endpoint, retryable}}, without values that must not be shown. */
final class Failure {
    private static final Set<String> TELLING = Set.of("brokerUrl", "brokers");
    private static final Pattern OPTIONS = Pattern.compile("(\\b[\\w+.-]+:[^\\s?'\"]+)\\?[^\\s'\"]+");
    private static final Pattern STATUS = Pattern.compile("statusCode: (\\d{3})");

    private final Secrets secrets;
    private final String endpoint;
    private final boolean isRoute;

    /** @param to the endpoint; null where a route of the pack carries the action out */
    Failure(ActionContext context, @Nullable String to) {
        secrets = Secrets.of(context);
        isRoute = to == null;
        endpoint =
                secrets.masked(to == null ? "drover:action/" + context.action().ref() : shown(to));
    }

    Map<String, @Nullable Object> of(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        boolean retryable = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = message(cause);
            messages.removeIf(wrapper -> wrapper.endsWith(message));
            if (messages.stream().noneMatch(told -> told.contains(message))) {
                messages.add(message);
            }
            retryable |= cause instanceof IOException || isPassing(message);
        }
        String found = OPTIONS.matcher(String.join(" | ", messages)).replaceAll("$1");
        return told(sentence(secrets.masked(found), retryable), retryable);
    }

    Map<String, @Nullable Object> timeout(double seconds) {
        return told(
                "Expected '" + endpoint + "' to be done within " + seconds
                        + " seconds, but it was not. Check what it waits for, or give more time by 'timeout'.",
                true);
    }

    /** The address with those of its options alone that tell where it leads: any other may be secret. */
    private static String shown(String to) {
        int question = to.indexOf('?');
        if (question < 0) {
            return URISupport.sanitizeUri(to);
        }
        String options = Stream.of(to.substring(question + 1).split("&"))
                .filter(option -> TELLING.stream().anyMatch(name -> option.startsWith(name + "=")))
                .collect(Collectors.joining("&"));
        String path = URISupport.sanitizeUri(to.substring(0, question));
        return options.isEmpty() ? path : path + "?" + options;
    }

    /** Some exceptions say no more than a name, and mean that there is no such thing. */
    private static String message(Throwable cause) {
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return kind;
        }
        String text = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        return text.contains(" ") ? text : kind + ": " + text;
    }

    private String sentence(String found, boolean retryable) {
        if (isRoute) {
            return "The route '" + endpoint + "' failed: " + found + ".";
        }
        return "Tried to send to '" + endpoint + "', but found: " + found
                + (retryable
                        ? ". Check that what it names is there and may be used from here; the same may succeed later."
                        : ". Check the address, its options and what is sent.");
    }

    private Map<String, @Nullable Object> told(String error, boolean retryable) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("error", error);
        told.put("endpoint", endpoint);
        told.put("retryable", retryable);
        return told;
    }

    private static boolean isPassing(String message) {
        Matcher status = STATUS.matcher(message);
        if (!status.find()) {
            return false;
        }
        int code = Integer.parseInt(status.group(1));
        return code >= 500 || code == 408 || code == 429;
    }
}
