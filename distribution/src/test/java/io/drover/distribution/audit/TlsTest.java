package io.drover.distribution.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Audit records on their way to a collector behind {@code tls://} (RFC 5425). */
@Timeout(60)
class TlsTest {
    private static final List<Audit.Stored> RECORDS = List.of(stored(1, "first"), stored(2, "ünd second"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void sendsToACollectorWhoseCertificateIsTrustedAndNamesIt()
            throws IOException, GeneralSecurityException, InterruptedException {
        try (TlsServer server = TlsServer.of("localhost", folder);
                Collector syslog = new Syslog(Wire.to(server.address(), server::trusted), "here", 7)) {
            syslog.send(RECORDS);

            assertThat(server.frame()).startsWith("<110>1 ").endsWith("k1: first");
            assertThat(server.frame()).endsWith("k1: ünd second");
        }
    }

    @Test
    void sendsNothingToACollectorWhoseCertificateNobodyTrusts()
            throws IOException, GeneralSecurityException, InterruptedException {
        try (TlsServer server = TlsServer.of("localhost", folder);
                Collector syslog = new Syslog(Wire.to(server.address()), "here", 7)) {
            assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> syslog.send(RECORDS));

            assertThat(server.failure()).isNotNull();
            assertThat(server.hasFrames()).isFalse();
        }
    }

    @Test
    void sendsNothingToACollectorWhoseCertificateIsForAnotherHost()
            throws IOException, GeneralSecurityException, InterruptedException {
        try (TlsServer server = TlsServer.of("other.example", folder);
                Collector syslog = new Syslog(Wire.to(server.address(), server::trusted), "here", 7)) {
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> syslog.send(RECORDS))
                    .withMessageContaining("localhost");

            assertThat(server.failure()).isNotNull();
            assertThat(server.hasFrames()).isFalse();
        }
    }

    @Test
    void sendsToTheSameCollectorAgainOnANewConnectionWhereOneBroke()
            throws IOException, GeneralSecurityException, InterruptedException {
        try (TlsServer server = TlsServer.of("localhost", folder)) {
            Wire wire = Wire.to(server.address(), server::trusted);
            Collector syslog = new Syslog(wire, "here", 7);

            syslog.send(RECORDS.subList(0, 1));
            wire.close();
            syslog.send(RECORDS.subList(1, 2));

            assertThat(server.frame()).endsWith("k1: first");
            assertThat(server.frame()).endsWith("k1: ünd second");
            wire.close();
        }
    }

    private static Audit.Stored stored(long id, String why) {
        return new Audit.Stored(
                id,
                AuditRecord.of("ann", "changed", "api key", "k1", "t1", Instant.parse("2026-01-31T12:00:00Z"))
                        .because(why));
    }
}
