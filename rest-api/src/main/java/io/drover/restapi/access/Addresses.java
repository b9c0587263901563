package io.drover.restapi.access;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** From where requests come, and which of these places are trusted. */
public final class Addresses {
    private static final Pattern NUMERIC = Pattern.compile("[0-9a-fA-F:.]+");
    private static final int BITS_OF_A_BYTE = 8;

    private Addresses() {}

    /** {@return the address at the other end of a request's connection} */
    public static String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null ? "" : String.valueOf(remote.hostAddress());
    }

    /** {@return whether the address is one of these, or lies in one of these networks such as {@code 10.0.0.0/8}} */
    public static boolean isAmong(String address, List<String> networks) {
        Optional<byte[]> asked = bytes(address);
        return asked.isPresent() && networks.stream().anyMatch(network -> isIn(asked.orElseThrow(), network));
    }

    /** {@return whether the text is an address, or a network} */
    public static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> base = bytes(slash < 0 ? text : text.substring(0, slash));
        return base.isPresent()
                && (slash < 0
                        || (text.substring(slash + 1).matches("\\d{1,3}")
                                && Integer.parseInt(text.substring(slash + 1))
                                        <= base.orElseThrow().length * BITS_OF_A_BYTE));
    }

    private static boolean isIn(byte[] address, String network) {
        int slash = network.indexOf('/');
        byte[] base = bytes(slash < 0 ? network : network.substring(0, slash)).orElse(new byte[0]);
        int bits = slash < 0 ? base.length * BITS_OF_A_BYTE : Integer.parseInt(network.substring(slash + 1));
        if (base.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % BITS_OF_A_BYTE);
            if ((base[bit / BITS_OF_A_BYTE] & mask) != (address[bit / BITS_OF_A_BYTE] & mask)) {
                return false;
            }
        }
        return true;
    }

    // numbers alone: a name would be looked up
    private static Optional<byte[]> bytes(String address) {
        if (!NUMERIC.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
