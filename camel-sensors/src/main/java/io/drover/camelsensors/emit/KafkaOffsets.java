package io.drover.camelsensors.emit;

import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.SynchronizationAdapter;

/** Moves the offset of a Kafka consumer on once its exchange went well; other exchanges are left alone. */
final class KafkaOffsets {
    private KafkaOffsets() {}

    static void commitAfter(Exchange exchange) {
        if (exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT) instanceof KafkaManualCommit offset) {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onComplete(Exchange done) {
                    offset.commit();
                }
            });
        }
    }
}
