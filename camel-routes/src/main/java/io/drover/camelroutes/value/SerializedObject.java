package io.drover.camelroutes.value;

/**
 * Stands in a body for a Java object as its sender serialized it. Such an object is never read, since what reading it runs
 * is the sender's choice.
 */
public final class SerializedObject {
    /** The only one: there is nothing to tell them apart by. */
    public static final SerializedObject UNREAD = new SerializedObject();

    private SerializedObject() {}

    /** {@return why it is not taken, and what to do} */
    @Override
    public String toString() {
        return "Expected text, bytes or a map, but found a serialized Java object, which is never read."
                + " Let the sender send text, best JSON.";
    }
}
