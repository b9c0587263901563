package io.drover.distribution.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every key of the configuration, with its default and what it means; conf/drover.yaml is written from here. */
enum Key {
    HTTP_HOST("http.host", "127.0.0.1", "Where the API, webhooks and packs' HTTP routes listen."),
    HTTP_PORT("http.port", "9101", "The port of everything; 0: any free one."),
    HTTP_AUTH_PORT("http.auth-port", "9100", "A further door, where st2 clients look for tokens; empty: closed."),
    HTTP_STREAM_PORT("http.stream-port", "9102", "A further door, where st2 clients look for streams; empty: closed."),
    HTTP_MAX_BODY("http.max-body", "1048576", "Largest body of a request, in bytes."),
    DATA_DIR("data-dir", "data", "What the daemon keeps; from the folder of the distribution on."),
    PACKS_DIR("packs-dir", "packs", "Folders of packs, with ':' between."),
    LOG_DIR("log-dir", "log", "Where audit.jsonl is written."),
    DATABASE_URL("database.url", "", "JDBC URL of H2 or PostgreSQL; empty: an H2 file in data-dir."),
    DATABASE_USER("database.user", "drover", "The owner of the tables."),
    DATABASE_PASSWORD("database.password", "", "Its password; empty on H2: one is made and kept in data-dir."),
    DATABASE_POOL("database.pool-size", "8", "Most connections to the database."),
    AUTH_ENABLED("auth.enabled", "true", "Whether requests must show a token or an API key."),
    TOKEN_TIME("auth.token-ttl", "24h", "How long a token is good where its login asks for nothing else."),
    LONGEST_TOKEN_TIME("auth.token-max-ttl", "24h", "The longest that a login may ask for."),
    SERVICE_TOKEN_TIME("auth.service-token-ttl", "24h", "The longest of a token for a part of the platform."),
    PASSWORD_FILE(
            "auth.password-file",
            "",
            "Users in a file as htpasswd writes it, besides those of the database; empty: none."),
    PROXY_ADDRESSES(
            "auth.proxy-addresses",
            "",
            "Proxies that log people in: addresses and networks, with commas between; passwords are not asked for then."),
    PROXY_USER("auth.proxy-user-header", "Remote-User", "In which header these proxies say who it is."),
    PROXY_GROUPS("auth.proxy-groups-header", "Remote-Groups", "In which they say the groups, with commas between."),
    ROLES_DIR("roles-dir", "conf/rbac", "A folder of roles as StackStorm has it: roles, assignments and mappings."),
    REPORT_JDBC_PORT("report.jdbc-port", "", "Opens H2 for reporting tools on this machine; empty: closed."),
    AUDIT_KEEP_DAYS("audit.keep-days", "", "How many days audit records are kept, by whole days; empty: for ever."),
    AUDIT_SYSLOG(
            "audit.syslog", "", "Sends audit records to udp://, tcp:// or tls://host:port by RFC 5424; empty: not."),
    AUDIT_GELF("audit.gelf", "", "Sends audit records as GELF to udp://, tcp:// or tls://host:port; empty: not."),
    METRICS_STATSD(
            "metrics.statsd",
            "",
            "Counts in StackStorm's names to udp://host:port or udp://host:port/prefix; empty: not."),
    TRACING_ENDPOINT(
            "tracing.otlp-endpoint",
            "",
            "Sends traces by OTLP over HTTP, such as to http://localhost:4318; empty: OTEL_EXPORTER_OTLP_ENDPOINT, or not."),
    TRACING_HEADERS("tracing.otlp-headers", "", "Headers sent along, such as name=value, with commas between."),
    TRACING_RATIO("tracing.sample-ratio", "1", "Which part of the traces that begin here is sent, from 0 to 1."),
    STACKSTORM_KEY_FILE(
            "datastore.stackstorm-key-file",
            "",
            "A StackStorm's datastore_key.json, to take over values it encrypted; empty: none."),
    DATASTORE_WRITE_FORMAT(
            "datastore.write-format",
            "drover",
            "How secrets of the datastore are encrypted: drover, or stackstorm, with that key."),
    NODE_NAME("node.name", "drover", "This node's name; its executions are claimed in it, so it must stay the same."),
    WORKERS("execution.workers", "64", "Most actions that run at once."),
    MOST_OPEN("execution.most-open", "20000", "Most events and executions under way; beyond it webhooks answer 429."),
    MOST_OVERRUNS(
            "rule.most-overruns",
            "5",
            "Events an hour for which a rule may run over its budget; then it is quarantined."),
    MOST_MATCHES(
            "rule.most-matches",
            "200000",
            "How often a rule may match within a minute; one that floods is quarantined."),
    MOST_HELD(
            "rule.most-held",
            "2000000",
            "Most events that a pack's rules over several events hold together, within a third of the heap for all packs; then the one that holds most is quarantined."),
    MOST_REPLAYED(
            "rule.most-replayed",
            "2000000",
            "Most events that a pack's DRL rules take in again at start; the newest, where there are more."),
    LATENESS(
            "engine.lateness",
            "10s",
            "How late an event may be for rules over several events, and how long they wait for one before they decide."),
    TIMERS_TIMEZONE("timers.timezone", "UTC", "The time zone of timers that name none."),
    TIMERS_MISSED(
            "timers.missed",
            "last",
            "Of the times a timer missed while the daemon was down, these become events: none, last or all."),
    OUTPUT_LIMIT("execution.output-limit", "10485760", "Most characters of output kept per execution."),
    VALIDATE_OUTPUT(
            "execution.validate-output-schema",
            "false",
            "Whether a result that its action's output_schema does not allow is a failure."),
    END_EVENTS(
            "execution.end-events",
            "succeeded, failed, timeout, canceled, abandoned",
            "The ends of executions of which rules hear, as core.st2.generic.actiontrigger."),
    GRACE("execution.grace", "10s", "Between the polite and the final signal to a program."),
    BACK_PRESSURE("back-pressure-timeout", "30s", "How long a commit is tried while the database does not answer."),
    SHUTDOWN("shutdown-timeout", "30s", "How long running actions may take to end when the daemon stops."),
    RETAIN_EXECUTIONS(
            "retention.executions",
            "",
            "How long completed executions are kept, such as 90d; empty: for ever. So with the following."),
    RETAIN_OUTPUTS("retention.outputs", "7d", "What they wrote while they ran; their results stay with them."),
    RETAIN_EVENTS("retention.trigger-instances", "", "Events for which nothing is open."),
    RETAIN_ENFORCEMENTS("retention.enforcements", "", "What came of matches."),
    RETAIN_DEAD_LETTERS("retention.dead-letters", "", "What had to be refused."),
    RETAIN_CLAUSE_ERRORS("retention.clause-errors", "", "Errors in clauses of rules, counted by the hour."),
    RETENTION_CHECK("retention.check", "10m", "How often it is looked for what is older."),
    PACKS_CHECK("packs-check", "500ms", "How often the folders of packs are looked at."),
    LOG_LEVEL("log.level", "info", "error, warn, info, debug or trace."),
    LOG_FORMAT("log.format", "text", "text, or json: one object for each line.");

    private final String path;
    private final String fallback;
    private final String meaning;

    Key(String path, String fallback, String meaning) {
        this.path = path;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** {@return the key as it stands in the file, with dots} */
    String path() {
        return path;
    }

    String fallback() {
        return fallback;
    }

    String meaning() {
        return meaning;
    }

    /** {@return the environment variable that wins over the file} */
    String variable() {
        return "DROVER_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<Key> of(String path) {
        return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
    }

    static List<String> paths() {
        return Arrays.stream(values()).map(Key::path).toList();
    }
}
