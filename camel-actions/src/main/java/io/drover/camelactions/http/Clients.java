package io.drover.camelactions.http;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** One client for each way to the outside, since every client holds threads and connections. */
final class Clients {
    private final Map<Way, HttpClient> clients = new ConcurrentHashMap<>();

    private record Way(@Nullable URI proxy, boolean verified) {}

    /**
     * @param proxy null for a direct way
     * @param verified whether the server's certificate is checked
     */
    HttpClient to(@Nullable URI proxy, boolean verified) {
        return clients.computeIfAbsent(new Way(proxy, verified), Clients::open);
    }

    private static HttpClient open(Way way) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY);
        URI proxy = way.proxy();
        if (proxy != null) {
            if (proxy.getHost() == null || proxy.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "Expected a proxy like http://host:port without a user, but found another form of address.");
            }
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), port)));
        }
        if (!way.verified()) {
            builder.sslContext(trustingAnybody());
        }
        return builder.build();
    }

    private static SSLContext trustingAnybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected this Java to speak TLS, but it does not.", e);
        }
    }

    /** For servers whose certificate the author of the action chose not to have checked. */
    private static final class TrustsAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
