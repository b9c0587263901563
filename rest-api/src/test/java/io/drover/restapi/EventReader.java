package io.drover.restapi;

import io.drover.restapi.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of an event stream. */
final class EventReader implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final HttpURLConnection http;
    private final BufferedReader lines;

    /**
     * An event as it came.
     *
     * @param id empty where it has none
     */
    record Event(String id, String name, String data) {
        Map<?, ?> object() {
            return Server.objectOf(new Json(100).read(data.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Opens a stream; the headers of its answer are there then. */
    EventReader(URI url, String... headers) throws IOException {
        http = (HttpURLConnection) url.toURL().openConnection();
        http.setReadTimeout(PATIENCE_MILLIS);
        if (!List.of(headers).contains("St2-Api-Key")) {
            http.setRequestProperty("X-Auth-Token", Server.TOKEN);
        }
        for (int i = 0; i < headers.length; i += 2) {
            http.setRequestProperty(headers[i], headers[i + 1]);
        }
        lines = new BufferedReader(new InputStreamReader(http.getInputStream(), StandardCharsets.UTF_8));
    }

    String header(String name) {
        return String.valueOf(http.getHeaderField(name));
    }

    /** {@return the next event; null at the end of the stream} */
    @Nullable
    Event next() throws IOException {
        String id = "";
        String name = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.isEmpty() && !name.isEmpty()) {
                return new Event(id, name, data);
            }
        }
        return null;
    }

    @Override
    public void close() {
        http.disconnect();
    }
}
