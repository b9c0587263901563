package io.drover.camelroutes.source;

import io.drover.camelroutes.value.SerializedObject;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsEndpoint;

/** Reads the body of any JMS message but that of an {@code ObjectMessage}, which Camel's own binding deserializes. */
final class DataOnlyBinding extends JmsBinding {
    private DataOnlyBinding(JmsEndpoint endpoint) {
        super(endpoint);
    }

    /** Lets an endpoint of {@code jms} or {@code amqp} read by this binding; others are left alone. */
    static void use(Endpoint endpoint) {
        if (endpoint instanceof JmsEndpoint jms) {
            jms.setBinding(new DataOnlyBinding(jms));
        }
    }

    @Override
    public Object extractBodyFromJms(Exchange exchange, Message message) {
        return message instanceof ObjectMessage ? SerializedObject.UNREAD : super.extractBodyFromJms(exchange, message);
    }
}
