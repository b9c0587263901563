package io.drover.camelactions.camel;

import io.drover.model.action.ActionContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** What is told of an action that failed; values that must not be shown are masked. */
final class Failure {
    private static final String MASK = "********";
    private static final int SHORTEST_SECRET = 4;
    private static final Pattern SECRET_NAME =
            Pattern.compile("pass|secret|token|key|credential|webhook|auth", Pattern.CASE_INSENSITIVE);
    private static final Pattern STATUS = Pattern.compile("statusCode: (\\d{3})");

    private final List<String> secrets = new ArrayList<>();
    private final String endpoint;

    Failure(ActionContext context, @Nullable String to) {
        context.secretNames().forEach(name -> {
            addSecret(context.runnerParameters().get(name));
            addSecret(context.actionParameters().get(name));
        });
        collect(context.config(), false);
        if (to == null) {
            endpoint = "drover:action/" + context.action().ref();
        } else {
            int question = to.indexOf('?');
            if (question >= 0) {
                addSecret(to.substring(question + 1));
            }
            endpoint = masked(URISupport.sanitizeUri(question < 0 ? to : to.substring(0, question)));
        }
    }

    /** {@return the shape {@code {error, endpoint, retryable}}} */
    Map<String, @Nullable Object> of(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        boolean retryable = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (messages.stream().noneMatch(told -> told.contains(message))) {
                messages.add(message);
            }
            retryable |= cause instanceof IOException || isPassing(message);
        }
        return told(masked(String.join(" | ", messages)), retryable);
    }

    Map<String, @Nullable Object> timeout(double seconds) {
        return told("Expected an end within " + seconds + " seconds, but it did not come.", true);
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

    private void collect(Map<?, ?> config, boolean secret) {
        config.forEach((name, value) -> {
            boolean hidden = secret || SECRET_NAME.matcher(String.valueOf(name)).find();
            if (value instanceof Map<?, ?> inner) {
                collect(inner, hidden);
            } else if (hidden) {
                addSecret(value);
            }
        });
    }

    private void addSecret(@Nullable Object value) {
        if (value != null && value.toString().length() >= SHORTEST_SECRET) {
            secrets.add(value.toString());
        }
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
