package io.drover.camelactions.http;

import io.drover.camelactions.value.Secrets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells why a request got no answer: where it went, what was found there, and what to do. */
final class NoAnswer {
    private NoAnswer() {}

    /** @param proxy by way of which it went; null for the direct way */
    static String told(OutgoingRequest request, @Nullable String proxy, IOException failure, Secrets secrets) {
        String way = proxy == null ? "" : " by way of the proxy '" + proxy.replaceFirst("//[^/@]*@", "//") + "'";
        return secrets.masked("Tried to send " + request.method() + " to '" + request.url() + "'" + way + ", but "
                + found(request, proxy, failure));
    }

    private static String found(OutgoingRequest request, @Nullable String proxy, IOException failure) {
        if (failure instanceof UnknownHostException) {
            String host = proxy == null ? "host '" + request.url().getHost() + "'" : "the proxy's host";
            return host + " is not known here. Correct the address, or the names that this machine knows.";
        }
        if (failure instanceof ConnectException) {
            String nobody = proxy == null ? "nobody listens there" : "the proxy does not take it on";
            return nobody + described(failure)
                    + ". Check host and port, and that the server runs and may be reached from here.";
        }
        if (failure instanceof SSLException) {
            return "found no TLS that can be trusted" + described(failure)
                    + ". Check the server's certificate and that it speaks TLS on this port;"
                    + " 'verify_ssl_cert: false' leaves the certificate unchecked.";
        }
        if (failure instanceof BoundedBody.TooLarge) {
            return "found " + failure.getMessage() + ". Ask for less.";
        }
        return "found no whole answer" + described(failure)
                + ". The server may have acted on it all the same; its log tells.";
    }

    private static String described(IOException failure) {
        String message = failure.getMessage();
        return message == null ? "" : " (" + message + ")";
    }
}
