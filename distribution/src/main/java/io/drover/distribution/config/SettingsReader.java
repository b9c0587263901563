package io.drover.distribution.config;

import io.drover.engine.datastore.StackStormFormat;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Purgeable;
import io.drover.model.text.Nearest;
import io.drover.model.timer.Missed;
import io.drover.restapi.access.Addresses;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads {@code conf/drover.yaml} and the environment, whose variables win. {@code …_FILE} names a file that holds the value.
 */
public final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");
    private static final Set<String> COLLECTORS = Set.of("udp", "tcp", "tls");
    private static final int HIGHEST_PORT = 65_535;

    private final Path home;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<Key, String> values = new EnumMap<>(Key.class);
    private final Map<Key, String> origins = new EnumMap<>(Key.class);

    private SettingsReader(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /**
     * Reads the settings.
     *
     * @param home the folder of the distribution, from where relative paths start
     * @throws BadConfiguration with every problem
     */
    public static Settings read(Path home, Map<String, String> environment) {
        return new SettingsReader(home, environment).settings();
    }

    private Settings settings() {
        for (Key key : Key.values()) {
            take(key, key.fallback(), "the default");
        }
        readFile(home.resolve("conf/drover.yaml"));
        for (Key key : Key.values()) {
            readVariable(key);
        }
        Settings settings = new Settings(
                values.getOrDefault(Key.HTTP_HOST, ""),
                orElse(port(Key.HTTP_PORT), 0),
                port(Key.HTTP_AUTH_PORT),
                port(Key.HTTP_STREAM_PORT),
                number(Key.HTTP_MAX_BODY, 1_024, 1 << 30),
                path(Key.DATA_DIR),
                paths(Key.PACKS_DIR),
                path(Key.LOG_DIR),
                nullIfEmpty(Key.DATABASE_URL),
                values.getOrDefault(Key.DATABASE_USER, ""),
                values.getOrDefault(Key.DATABASE_PASSWORD, ""),
                number(Key.DATABASE_POOL, 2, 1_000),
                auth(),
                port(Key.REPORT_JDBC_PORT),
                value(Key.AUDIT_KEEP_DAYS).isEmpty() ? null : number(Key.AUDIT_KEEP_DAYS, 1, 36_500),
                collector(Key.AUDIT_SYSLOG),
                collector(Key.AUDIT_GELF),
                collector(Key.METRICS_STATSD),
                tracing(),
                stackStormFormat(),
                nodeName(),
                number(Key.WORKERS, 1, 10_000),
                number(Key.MOST_OPEN, 1, 10_000_000),
                number(Key.MOST_OVERRUNS, 1, 1_000_000),
                number(Key.MOST_MATCHES, 1, Integer.MAX_VALUE - 1),
                number(Key.MOST_HELD, 1, Integer.MAX_VALUE),
                number(Key.MOST_REPLAYED, 0, Integer.MAX_VALUE),
                duration(Key.LATENESS),
                timezone(),
                missed(),
                number(Key.OUTPUT_LIMIT, 0, Integer.MAX_VALUE),
                bool(Key.VALIDATE_OUTPUT),
                endEvents(),
                duration(Key.GRACE),
                duration(Key.BACK_PRESSURE),
                duration(Key.SHUTDOWN),
                retention(),
                atLeast(Key.RETENTION_CHECK, Duration.ofMillis(100)),
                duration(Key.PACKS_CHECK),
                level(),
                json());
        if (!problems.isEmpty()) {
            throw new BadConfiguration(problems);
        }
        return settings;
    }

    private void take(Key key, String value, String origin) {
        values.put(key, value);
        origins.put(key, origin);
    }

    private void readFile(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            Object document =
                    new Yaml(new SafeConstructor(options)).load(Files.readString(file, StandardCharsets.UTF_8));
            if (document instanceof Map<?, ?> map) {
                flatten("", map, (path, value) -> takeFromFile(file, path, value));
            } else if (document != null) {
                problems.add(file + ": expected keys and values, but found " + document + ".");
            }
        } catch (MarkedYAMLException e) {
            String place = e.getProblemMark() == null
                    ? ""
                    : ":" + (e.getProblemMark().getLine() + 1) + ":"
                            + (e.getProblemMark().getColumn() + 1);
            problems.add(file + place + ": " + e.getProblem() + ".");
        } catch (YAMLException | IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static void flatten(String prefix, Map<?, ?> map, BiConsumer<String, @Nullable Object> sink) {
        map.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> nested && Key.of(path).isEmpty()) {
                flatten(path + ".", nested, sink);
            } else {
                sink.accept(path, value);
            }
        });
    }

    private void takeFromFile(Path file, String path, @Nullable Object value) {
        Key key = Key.of(path).orElse(null);
        if (key == null) {
            problems.add(file + ": unknown key '" + path + "'." + Nearest.hint(path, Key.paths()));
        } else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            problems.add(file + ": expected one value for '" + path + "', but found " + value + ".");
        } else {
            take(key, value == null ? "" : value.toString(), file.toString());
        }
    }

    private void readVariable(Key key) {
        String name = key.variable();
        String value = environment.get(name);
        String file = environment.get(name + "_FILE");
        if (value != null) {
            take(key, value, name);
        } else if (file != null) {
            try {
                take(
                        key,
                        Files.readString(Path.of(file), StandardCharsets.UTF_8).strip(),
                        name + "_FILE");
            } catch (IOException e) {
                problems.add(name + "_FILE: expected a readable file, but '" + file + "' is none.");
            }
        }
    }

    private String value(Key key) {
        return values.getOrDefault(key, "").strip();
    }

    private @Nullable String nullIfEmpty(Key key) {
        String value = value(key);
        return value.isEmpty() ? null : value;
    }

    private <T> @Nullable T parsed(Key key, String expected, Function<String, @Nullable T> parse) {
        T parsed;
        try {
            parsed = parse.apply(value(key));
        } catch (IllegalArgumentException e) {
            parsed = null;
        }
        if (parsed == null) {
            problems.add(key.path() + " (" + origins.get(key) + "): expected " + expected + ", but found '" + value(key)
                    + "'.");
        }
        return parsed;
    }

    private @Nullable Integer port(Key key) {
        if (value(key).isEmpty()) {
            return null;
        }
        return parsed(key, "a port from 0 to " + HIGHEST_PORT, text -> {
            int port = Integer.parseInt(text);
            return port >= 0 && port <= HIGHEST_PORT ? port : null;
        });
    }

    private static int orElse(@Nullable Integer number, int other) {
        return number == null ? other : number;
    }

    private int number(Key key, int least, int most) {
        return orElse(
                parsed(key, "a whole number from " + least + " to " + most, text -> {
                    int number = Integer.parseInt(text);
                    return number >= least && number <= most ? number : null;
                }),
                least);
    }

    private boolean bool(Key key) {
        Boolean value = parsed(key, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off", "" -> false;
            default -> null;
        });
        return Boolean.TRUE.equals(value);
    }

    private Duration duration(Key key) {
        Duration duration = parsed(key, "a duration such as 500ms, 30s, 5m, 1h or 90d", SettingsReader::duration);
        return duration == null ? Duration.ZERO : duration;
    }

    private @Nullable URI collector(Key key) {
        if (value(key).isEmpty()) {
            return null;
        }
        return parsed(key, "an address such as udp://host:514, tcp://host:601 or tls://host:6514", text -> {
            URI address = URI.create(text);
            String scheme = String.valueOf(address.getScheme());
            return COLLECTORS.contains(scheme) && address.getHost() != null && address.getPort() > 0 ? address : null;
        });
    }

    private Settings.@Nullable Tracing tracing() {
        URI endpoint = value(Key.TRACING_ENDPOINT).isEmpty() ? conventional() : tracesAt(Key.TRACING_ENDPOINT);
        double ratio = ratio();
        Map<String, String> headers = headers();
        return endpoint == null ? null : new Settings.Tracing(endpoint, headers, ratio);
    }

    /** {@return the collector that OpenTelemetry's own variables name; null: none} */
    private @Nullable URI conventional() {
        String exact = environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "");
        String base = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        if (exact.isBlank() && base.isBlank()) {
            return null;
        }
        URI endpoint;
        try {
            endpoint = exact.isBlank() ? traces(base) : http(exact.strip());
        } catch (IllegalArgumentException e) {
            endpoint = null;
        }
        if (endpoint == null) {
            problems.add("OTEL_EXPORTER_OTLP_ENDPOINT: expected an address such as http://localhost:4318, but found '"
                    + (exact.isBlank() ? base : exact) + "'.");
        }
        return endpoint;
    }

    private @Nullable URI tracesAt(Key key) {
        return parsed(key, "an address such as http://localhost:4318", SettingsReader::traces);
    }

    /** {@return where a collector takes traces, by its specification} */
    private static @Nullable URI traces(String base) {
        String address = base.strip().replaceFirst("/+$", "");
        return http(address.endsWith("/v1/traces") ? address : address + "/v1/traces");
    }

    private static @Nullable URI http(String address) {
        URI uri = URI.create(address);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        return http && uri.getHost() != null ? uri : null;
    }

    private double ratio() {
        Double ratio = parsed(Key.TRACING_RATIO, "a number from 0 to 1", text -> {
            double number = Double.parseDouble(text);
            return number >= 0 && number <= 1 ? number : null;
        });
        return ratio == null ? 1 : ratio;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String each : value(Key.TRACING_HEADERS).split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                headers.put(
                        each.substring(0, equals).strip(),
                        each.substring(equals + 1).strip());
            } else if (!each.isBlank()) {
                // its value may be a secret, so it is not told
                problems.add("tracing.otlp-headers (" + origins.get(Key.TRACING_HEADERS)
                        + "): expected entries such as name=value with commas between, but one has no '='.");
            }
        }
        return headers;
    }

    /** {@return the duration that a word such as {@code 30s} or {@code 90d} means; null: none} */
    public static @Nullable Duration duration(String word) {
        Matcher matcher = DURATION.matcher(word);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private Map<Purgeable, Duration> retention() {
        Map<Purgeable, Duration> ages = new EnumMap<>(Purgeable.class);
        Map.of(
                        Key.RETAIN_EXECUTIONS, Purgeable.EXECUTIONS,
                        Key.RETAIN_OUTPUTS, Purgeable.OUTPUTS,
                        Key.RETAIN_EVENTS, Purgeable.TRIGGER_INSTANCES,
                        Key.RETAIN_ENFORCEMENTS, Purgeable.ENFORCEMENTS,
                        Key.RETAIN_DEAD_LETTERS, Purgeable.DEAD_LETTERS,
                        Key.RETAIN_CLAUSE_ERRORS, Purgeable.CLAUSE_ERRORS)
                .forEach((key, kind) -> {
                    if (!value(key).isEmpty()) {
                        ages.put(kind, duration(key));
                    }
                });
        return ages;
    }

    private Duration atLeast(Key key, Duration least) {
        Duration duration = duration(key);
        return duration.compareTo(least) < 0 ? least : duration;
    }

    private Path path(Key key) {
        return home.resolve(value(key)).normalize();
    }

    private @Nullable Path pathOrNull(Key key) {
        return value(key).isEmpty() ? null : path(key);
    }

    private List<Path> paths(Key key) {
        List<Path> paths = new ArrayList<>();
        for (String each : value(key).split(":", -1)) {
            if (!each.isBlank()) {
                paths.add(home.resolve(each.strip()).normalize());
            }
        }
        return paths;
    }

    private Settings.Auth auth() {
        return new Settings.Auth(
                bool(Key.AUTH_ENABLED),
                duration(Key.TOKEN_TIME),
                duration(Key.LONGEST_TOKEN_TIME),
                duration(Key.SERVICE_TOKEN_TIME),
                pathOrNull(Key.PASSWORD_FILE),
                networks(),
                value(Key.PROXY_USER),
                value(Key.PROXY_GROUPS),
                path(Key.ROLES_DIR));
    }

    private Set<ExecutionStatus> endEvents() {
        Set<ExecutionStatus> ends = EnumSet.noneOf(ExecutionStatus.class);
        for (String each : value(Key.END_EVENTS).split(",", -1)) {
            String word = each.strip();
            Optional<ExecutionStatus> end = Arrays.stream(ExecutionStatus.values())
                    .filter(status -> status.isCompleted() && status.word().equals(word))
                    .findFirst();
            end.ifPresent(ends::add);
            if (end.isEmpty() && !word.isEmpty()) {
                problems.add("execution.end-events (" + origins.get(Key.END_EVENTS)
                        + "): expected some of succeeded, failed, timeout, canceled, abandoned, but found '" + word
                        + "'.");
            }
        }
        return ends;
    }

    private List<String> networks() {
        List<String> networks = new ArrayList<>();
        for (String each : value(Key.PROXY_ADDRESSES).split(",", -1)) {
            if (!each.isBlank() && !Addresses.isNetwork(each.strip())) {
                problems.add("auth.proxy-addresses (" + origins.get(Key.PROXY_ADDRESSES)
                        + "): expected addresses such as 127.0.0.1 and networks such as 10.0.0.0/8, but found '"
                        + each.strip() + "'.");
            } else if (!each.isBlank()) {
                networks.add(each.strip());
            }
        }
        return networks;
    }

    private StackStormFormat stackStormFormat() {
        Boolean written = parsed(Key.DATASTORE_WRITE_FORMAT, "drover or stackstorm", word -> switch (word) {
            case "drover" -> false;
            case "stackstorm" -> true;
            default -> null;
        });
        Path keyFile = pathOrNull(Key.STACKSTORM_KEY_FILE);
        if (Boolean.TRUE.equals(written) && keyFile == null) {
            problems.add("datastore.write-format (" + origins.get(Key.DATASTORE_WRITE_FORMAT)
                    + "): expected 'datastore.stackstorm-key-file' to name the key to write with, but it names none.");
            return StackStormFormat.NONE;
        }
        return new StackStormFormat(keyFile, Boolean.TRUE.equals(written));
    }

    private String nodeName() {
        String name = value(Key.NODE_NAME);
        if (name.isEmpty()) {
            problems.add("node.name (" + origins.get(Key.NODE_NAME) + "): expected a name, but found none.");
        }
        return name;
    }

    private ZoneId timezone() {
        ZoneId zone = parsed(Key.TIMERS_TIMEZONE, "a time zone such as Europe/Berlin or UTC", SettingsReader::zone);
        return zone == null ? ZoneOffset.UTC : zone;
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    private Missed missed() {
        Missed missed = parsed(
                Key.TIMERS_MISSED, "none, last or all", word -> Missed.of(word).orElse(null));
        return missed == null ? Missed.LAST : missed;
    }

    private boolean json() {
        String format = parsed(
                Key.LOG_FORMAT, "text or json", word -> Set.of("text", "json").contains(word) ? word : null);
        return "json".equals(format);
    }

    private String level() {
        String level = value(Key.LOG_LEVEL).toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            problems.add("log.level (" + origins.get(Key.LOG_LEVEL)
                    + "): expected error, warn, info, debug or trace, but found '" + level + "'.");
        }
        return level;
    }
}
