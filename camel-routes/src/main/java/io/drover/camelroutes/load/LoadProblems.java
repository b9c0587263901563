package io.drover.camelroutes.load;

import io.drover.camelroutes.value.DeepestCause;
import io.drover.model.pack.Problem;
import io.drover.model.pack.RouteFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong in a route file, and where, from what Camel threw. */
final class LoadProblems {
    private static final Pattern PLACE = Pattern.compile("line (\\d+),? column (\\d+)|@(\\d+):(\\d+)");
    private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{(.*?)}]", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("(?:^|, )([\\w.\\-]+)=");
    private static final Pattern MISSING = Pattern.compile("Property with key \\[([^\\]]+)]");
    private static final String OR_A_JAR = ". Correct the name, or put its jar into the pack's lib/ folder.";
    private static final int LONGEST = 500;
    private static final int LINES_OF_A_STEP = 4;

    private LoadProblems() {}

    /**
     * What is wrong.
     *
     * @param written how it may be written in the file, the likeliest first
     */
    private record Told(List<String> written, String message) {}

    static Problem of(RouteFile file, Throwable thrown) {
        Told told = told(thrown);
        Matcher place = PLACE.matcher(fullText(thrown));
        if (told.written().isEmpty() && place.find()) {
            boolean first = place.group(1) != null;
            int line = Integer.parseInt(place.group(first ? 1 : 3));
            int column = Integer.parseInt(place.group(first ? 2 : 4));
            return Problem.error(file.file(), line, column, told.message());
        }
        return at(file, thrown instanceof BrokenStep step ? step.line() : 0, told);
    }

    private static Told told(Throwable thrown) {
        @Nullable String uri = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchEndpointException missing) {
                return unknownComponent(missing.getUri());
            }
            if (cause instanceof ResolveEndpointFailedException refused) {
                uri = refused.getUri();
            }
        }
        Throwable deepest = DeepestCause.of(thrown);
        String message = DeepestCause.message(thrown);
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            return unknownPlaceholder(missing.group(1));
        }
        if (deepest instanceof NoSuchBeanException bean) {
            return new Told(
                    List.of(bean.getName()),
                    "Expected a bean '" + bean.getName() + "', but there is none. Correct the name, or declare it under"
                            + " 'beans:'.");
        }
        if (deepest instanceof NoSuchLanguageException language) {
            return new Told(
                    List.of(language.getLanguage() + ":"),
                    "Expected the name of a language, but there is no language '" + language.getLanguage() + "'"
                            + OR_A_JAR);
        }
        if (deepest instanceof ClassNotFoundException) {
            String name = message.replace('/', '.');
            return new Told(List.of(name), "Expected a class, but there is no class '" + name + "'" + OR_A_JAR);
        }
        return uri == null
                ? new Told(List.of(), brief(message))
                : new Told(written(uri), "Endpoint '" + withoutOptions(uri) + "' cannot be made: " + refusal(message));
    }

    private static Told unknownComponent(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        return new Told(
                written(uri),
                "Expected the name of a component before ':', but there is no component '" + scheme
                        + "'. Correct the name, or put the component's jar into the pack's lib/ folder.");
    }

    private static Told unknownPlaceholder(String name) {
        return new Told(
                List.of("{{" + name),
                "Expected a value for the placeholder '{{" + name + "}}', but the pack's config has none."
                        + " Add it to the config, or write '{{" + name + ":default}}'.");
    }

    /** Names the options, but never their values: those may be secret. */
    private static String refusal(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (!unknown.find()) {
            return brief(message);
        }
        String names = OPTION.matcher(unknown.group(1))
                .results()
                .map(match -> "'" + match.group(1) + "'")
                .collect(Collectors.joining(", "));
        return "it has no option " + names + ". Correct the name, or leave it out.";
    }

    /** Whole, without the slashes that Camel adds, or as the component alone with its path among the parameters. */
    private static List<String> written(String uri) {
        String whole = withoutOptions(uri);
        String scheme = whole.substring(0, Math.max(0, whole.indexOf(':')));
        return List.of(whole, whole.replace("//", ""), scheme + ":", "uri: " + scheme);
    }

    private static Problem at(RouteFile file, int line, Told told) {
        String[] lines = file.text().split("\n", -1);
        int first = Math.max(0, line - 1);
        int end = line == 0 ? lines.length : Math.min(lines.length, first + LINES_OF_A_STEP);
        for (String wanted : told.written()) {
            for (int at = first; at < end; at++) {
                int column = lines[at].indexOf(wanted);
                if (column >= 0) {
                    return Problem.error(file.file(), at + 1, column + 1, told.message());
                }
            }
        }
        int indent = line == 0
                ? -1
                : lines[first].length() - lines[first].stripLeading().length();
        return Problem.error(file.file(), line, indent + 1, told.message());
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

    private static String brief(String message) {
        String line = message.strip().replaceAll("\\s*\\n\\s*", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
