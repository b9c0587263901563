package io.drover.testkit.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Posts each alert as JSON to a URL; any status but 2xx is a failure. */
public final class WebhookChannel implements AlertChannel {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI url;
    private final Headers headers;

    /** Asks for the headers at each delivery, because a token may be renewed or appear only later. */
    public WebhookChannel(URI url, Headers headers) {
        this.url = url;
        this.headers = headers;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void deliver(Alert alert) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(alert.fields())));
        headers.current().forEach(request::setHeader);
        request.setHeader("Content-Type", "application/json");
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("POST " + url + " was answered with " + response.statusCode() + ": "
                    + response.body().strip());
        }
    }

    /** The headers to send along, by name. */
    @FunctionalInterface
    public interface Headers {
        Map<String, String> current() throws IOException;
    }
}
