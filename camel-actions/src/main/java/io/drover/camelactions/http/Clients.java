package io.drover.camelactions.http;

import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * One client for each way to the outside, since every client holds a thread and connections.
 *
 * <p>Apache's and not the JDK's: when the first bytes from a server are no TLS, the JDK's client may take the closed engine
 * for a finished handshake (17.0.15, {@code SSLFlowDelegate}: the writer sets the protocol before the reader tells its
 * error) and then waits until the request's time is up.
 */
final class Clients {
    private static final int MOST_CONNECTIONS = 256;

    /** Shorter than servers keep a connection open, since a request on one that was just closed would be lost. */
    private static final TimeValue KEPT_OPEN = TimeValue.ofSeconds(2);

    private final Map<Way, CloseableHttpAsyncClient> clients = new ConcurrentHashMap<>();

    private record Way(@Nullable URI proxy, boolean verified) {}

    /**
     * @param proxy null for a direct way
     * @param verified whether the server's certificate is checked
     */
    CloseableHttpAsyncClient to(@Nullable URI proxy, boolean verified) {
        return clients.computeIfAbsent(new Way(proxy, verified), Clients::open);
    }

    private static CloseableHttpAsyncClient open(Way way) {
        URI proxy = way.proxy();
        HttpAsyncClientBuilder builder = HttpAsyncClientBuilder.create()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setTlsStrategy(tls(way.verified()).buildAsync())
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .build())
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .build())
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(proxy != null && proxy.getUserInfo() != null)
                        .build())
                .setKeepAliveStrategy((response, context) -> KEPT_OPEN)
                .evictIdleConnections(KEPT_OPEN)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling();
        if (proxy != null) {
            lead(builder, proxy);
        }
        CloseableHttpAsyncClient client = builder.build();
        client.start();
        return client;
    }

    /** Leads all requests to a proxy; who asks is told to it alone, and only once it asks. */
    private static void lead(HttpAsyncClientBuilder builder, URI proxy) {
        if (proxy.getHost() == null) {
            throw new IllegalArgumentException(
                    "Expected a proxy like http://host:port or http://user:password@host:port, but found another form of"
                            + " address.");
        }
        HttpHost host = new HttpHost("http", proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
        builder.setProxy(host);
        String user = proxy.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            String name = colon < 0 ? user : user.substring(0, colon);
            String password = colon < 0 ? "" : user.substring(colon + 1);
            builder.setDefaultCredentialsProvider(CredentialsProviderBuilder.create()
                    .add(host, name, password.toCharArray())
                    .build());
        }
    }

    private static ClientTlsStrategyBuilder tls(boolean verified) {
        ClientTlsStrategyBuilder builder = ClientTlsStrategyBuilder.create();
        return verified
                ? builder
                : builder.setSslContext(trustingAnybody()).setHostnameVerifier(NoopHostnameVerifier.INSTANCE);
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
