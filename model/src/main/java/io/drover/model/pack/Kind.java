package io.drover.model.pack;

import io.drover.model.text.Sha256;

/** The kinds of named content, each with the word that stands for it in StackStorm's uids. */
public enum Kind {
    PACK("pack"),
    CONFIG("config"),
    TRIGGER_TYPE("trigger_type"),
    TRIGGER("trigger"),
    SENSOR("sensor_type"),
    ACTION("action"),
    RULE("rule"),
    ALIAS("action_alias"),
    POLICY("policy"),
    POLICY_TYPE("policy_type"),
    RUNNER("runner_type"),
    KEY_VALUE_PAIR("key_value_pair"),
    USER("user"),
    ROLE("role"),
    ROLE_ASSIGNMENT("role_assignment");

    private static final int ID_LENGTH = 24;

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /** {@return the uid of the named object, {@code <word>:<pack>:<name>}} */
    public String uid(Ref ref) {
        return word + ":" + ref.pack() + ":" + ref.name();
    }

    /** {@return the uid of an object that lies in no pack, {@code <word>:<name>}} */
    public String uid(String name) {
        return word + ":" + name;
    }

    /** {@return the id of the named object: the same name has the same id on every node and after every restart} */
    public String id(Ref ref) {
        return hash(uid(ref));
    }

    /** {@return the id of an object that lies in no pack} */
    public String id(String name) {
        return hash(uid(name));
    }

    private static String hash(String uid) {
        return Sha256.hex(uid).substring(0, ID_LENGTH);
    }
}
