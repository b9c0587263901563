package io.drover.camelroutes.load;

import io.drover.model.pack.Problem;
import io.drover.model.pack.RouteFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong in a route file, and where, from what Camel threw. */
final class LoadProblems {
    private static final Pattern PLACE = Pattern.compile("line (\\d+),? column (\\d+)|@(\\d+):(\\d+)");
    private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{(.*?)}]", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("(?:^|, )([\\w.\\-]+)=");
    private static final Pattern MISSING = Pattern.compile("Property with key \\[([^\\]]+)]");
    private static final int LONGEST = 500;

    private LoadProblems() {}

    static Problem of(RouteFile file, Exception thrown) {
        @Nullable String uri = null;
        Throwable deepest = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchEndpointException missing) {
                return at(file, missing.getUri(), unknownComponent(missing.getUri()));
            }
            if (cause instanceof ResolveEndpointFailedException refused) {
                uri = refused.getUri();
            }
            deepest = cause;
        }
        String message = message(deepest);
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            return at(
                    file,
                    "{{" + missing.group(1),
                    "Expected a value for the placeholder '{{" + missing.group(1)
                            + "}}', but the pack's config has none. Add it to the config, or write '{{"
                            + missing.group(1)
                            + ":default}}'.");
        }
        if (uri != null) {
            return at(file, uri, "Endpoint '" + withoutOptions(uri) + "' cannot be made: " + endpointMessage(message));
        }
        Matcher place = PLACE.matcher(fullText(thrown));
        if (place.find()) {
            boolean first = place.group(1) != null;
            int line = Integer.parseInt(place.group(first ? 1 : 3));
            int column = Integer.parseInt(place.group(first ? 2 : 4));
            return Problem.error(file.file(), line, column, brief(message));
        }
        return Problem.error(file.file(), 0, 0, brief(message));
    }

    private static String unknownComponent(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        return "Expected the name of a component before ':', but there is no component '" + scheme
                + "'. Correct the name, or put the component's jar into the pack's lib/ folder.";
    }

    /** Names the options, but never their values: those may be secret. */
    private static String endpointMessage(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.find()) {
            List<String> names = OPTION.matcher(unknown.group(1))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            return "it has no option "
                    + String.join(
                            ", ", names.stream().map(name -> "'" + name + "'").toList())
                    + ". Correct the name, or leave it out.";
        }
        return brief(message);
    }

    private static Problem at(RouteFile file, String uri, String message) {
        String searched = withoutOptions(uri);
        String scheme = searched.substring(0, Math.max(0, searched.indexOf(':') + 1));
        String[] lines = file.text().split("\n", -1);
        for (String wanted : List.of(searched, searched.replace("//", ""), scheme)) {
            for (int line = 0; line < lines.length && !wanted.isEmpty(); line++) {
                int column = lines[line].indexOf(wanted);
                if (column >= 0) {
                    return Problem.error(file.file(), line + 1, column + 1, message);
                }
            }
        }
        return Problem.error(file.file(), 0, 0, message);
    }

    private static String withoutOptions(String uri) {
        int question = uri.indexOf('?');
        return URISupport.sanitizeUri(question < 0 ? uri : uri.substring(0, question));
    }

    private static String fullText(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static String brief(String message) {
        String line = message.strip().replaceAll("\\s*\\n\\s*", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
