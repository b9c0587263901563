package io.drover.camelroutes.source;

import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Consumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Persistence;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientPersistence;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.persist.MqttDefaultFilePersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** Listens first and connects then, over a new client at each start. */
final class SteadyMqttConsumer extends PahoMqtt5Consumer {
    private static final long DISCONNECT_MILLIS = 1_000;

    private final SteadyMqttEndpoint endpoint;
    private @Nullable MqttClient own;

    SteadyMqttConsumer(SteadyMqttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        PahoMqtt5Configuration settings = endpoint.getConfiguration();
        MqttClient client = new LateClient(settings, endpoint.connection());
        client.setManualAcks(settings.isManualAcksEnabled());
        own = client;
        setClient(client);
        try {
            super.doStart();
        } catch (Exception e) {
            // passed on as it is: only the client must not be left behind
            setClient(null);
            release();
            throw e;
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        release();
    }

    private void release() throws MqttException {
        MqttClient client = own;
        own = null;
        if (client != null) {
            try {
                if (client.isConnected()) {
                    client.disconnect(DISCONNECT_MILLIS);
                }
            } catch (MqttException e) {
                client.disconnectForcibly(0, DISCONNECT_MILLIS, false);
            } finally {
                client.close(true);
            }
        }
    }

    /** Connects when it is first asked to subscribe: its callback is there by then. */
    private static final class LateClient extends MqttClient {
        private final MqttConnectionOptions connection;

        LateClient(PahoMqtt5Configuration settings, MqttConnectionOptions connection) throws MqttException {
            super(settings.getBrokerUrl(), settings.getClientId(), persistence(settings));
            this.connection = connection;
        }

        @Override
        public IMqttToken subscribe(String topicFilter, int qos) throws MqttException {
            if (!isConnected()) {
                connect(connection);
            }
            return super.subscribe(topicFilter, qos);
        }

        private static MqttClientPersistence persistence(PahoMqtt5Configuration settings) {
            if (settings.getPersistence() == PahoMqtt5Persistence.MEMORY) {
                return new MemoryPersistence();
            }
            String folder = settings.getFilePersistenceDirectory();
            return folder == null ? new MqttDefaultFilePersistence() : new MqttDefaultFilePersistence(folder);
        }
    }
}
