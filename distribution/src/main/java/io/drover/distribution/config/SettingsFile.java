package io.drover.distribution.config;

/** The text of {@code conf/drover.yaml}: every key with its default, commented out. */
public final class SettingsFile {
    private SettingsFile() {}

    /** {@return the file's text} */
    public static String text() {
        StringBuilder text = new StringBuilder("""
                # The configuration of the Drover daemon. Every key stands here with its default.
                # Each is an environment variable too, which wins: http.port is DROVER_HTTP_PORT; DROVER_DATABASE_PASSWORD_FILE
                # names a file that holds the value. An empty value means off. Keys may be nested as YAML or written with dots.
                """);
        for (Key key : Key.values()) {
            text.append("\n# ")
                    .append(key.meaning())
                    .append("\n#")
                    .append(key.path())
                    .append(':');
            if (!key.fallback().isEmpty()) {
                text.append(' ').append(key.fallback());
            }
            text.append('\n');
        }
        return text.toString();
    }
}
