package io.drover.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void givesAPortThatAServerCanTakeAgainAndAgain() throws IOException {
        int port = FreePort.choose();

        for (int start = 0; start < 2; start++) {
            try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(server.getLocalPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void staysBelowThePortsOfOutgoingConnections() {
        for (int i = 0; i < 100; i++) {
            assertThat(FreePort.choose()).isBetween(1_024, 32_767);
        }
    }
}
