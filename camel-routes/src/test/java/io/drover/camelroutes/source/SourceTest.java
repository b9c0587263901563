package io.drover.camelroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.trigger.SensorStatus.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @Test
    void addsTheOptionsUnderWhichASourceIsAcknowledgedAfterTheCommit() {
        Source source = source("paho-mqtt5:alerts?brokerUrl=tcp://127.0.0.1:1");

        assertThat(source.options())
                .containsEntry("manualAcksEnabled", "true")
                .containsEntry("cleanStart", "false")
                .containsEntry("clientId", "drover-plant-it");
        assertThat(source.uri()).startsWith("paho-mqtt5:alerts?brokerUrl=tcp://127.0.0.1:1&");
    }

    @Test
    void leavesWhatTheRouteSetItself() {
        assertThat(source("kafka:measures?groupId=mine").options()).containsEntry("groupId", "mine");
    }

    @Test
    void movesRemoteFilesThatWereTaken() {
        assertThat(source("sftp:plant@127.0.0.1/in").options()).containsEntry("move", ".camel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete=true", "move=done", "noop=true", "idempotent=true"})
    void leavesRemoteFilesToARouteThatSaysWhatBecomesOfThem(String fate) {
        String address = "ftp:plant@127.0.0.1?" + fate;

        assertThat(source(address).uri()).startsWith(address).doesNotContain("move=.camel");
    }

    @ParameterizedTest
    @CsvSource({
        "file:in, AT_LEAST_ONCE",
        "jms:queue:x, AT_LEAST_ONCE",
        "jms:queue:x?transacted=false, AT_MOST_ONCE",
        "amqp:queue:x, AT_LEAST_ONCE",
        "paho-mqtt5:x, AT_LEAST_ONCE",
        "paho-mqtt5:x?qos=0, AT_MOST_ONCE",
        "paho-mqtt5:x?cleanStart=true, AT_MOST_ONCE",
        "kafka:x, AT_LEAST_ONCE",
        "kafka:x?autoCommitEnable=true, AT_MOST_ONCE",
        "platform-http:/x, AT_LEAST_ONCE",
        "timer:x, AT_MOST_ONCE",
        "netty:udp://127.0.0.1:514, AT_MOST_ONCE",
        "nonsense, AT_MOST_ONCE"
    })
    void promisesWhatItsSettingsKeep(String address, Delivery promise) {
        assertThat(source(address).delivery()).isEqualTo(promise);
    }

    @ParameterizedTest
    @CsvSource({
        "file:in, false",
        "timer:x, false",
        "paho-mqtt5:x, false",
        "jms:queue:x, false",
        "imaps:x, false",
        "kafka:x, true",
        "platform-http:/x, true",
        "netty:udp://127.0.0.1:514, true",
        "snmp:127.0.0.1:162?type=TRAP, true",
        "snmp:127.0.0.1:161?type=POLL, false",
        "direct:x, true"
    })
    void runsOnEveryNodeWhereItListensOrSharesItsSource(String address, boolean everyNode) {
        assertThat(source(address).runsOnEveryNode()).isEqualTo(everyNode);
    }

    private static Source source(String address) {
        return Source.of(address, "plant", "it");
    }
}
