package io.drover.ruledsl.read;

import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that rules, actions, trigger types and sensors have in common. */
final class Names {
    private static final Set<String> TAG_KEYS = Set.of("name", "value");

    private Names() {}

    /**
     * Reads {@code name} and {@code pack}.
     *
     * @param nameKey the key that holds the name
     * @param ownPack whether the pack is that of a folder, so that no other may be named
     */
    static @Nullable Ref ref(Fields fields, String nameKey, String defaultPack, boolean ownPack) {
        String name = fields.required(nameKey);
        String pack = fields.text("pack");
        if (pack == null) {
            pack = defaultPack;
        } else if (ownPack && !pack.equals(defaultPack)) {
            fields.findings()
                    .error(
                            fields.keyPlace("pack"),
                            "Expected the pack '" + defaultPack + "', in whose folder the file lies, but found '" + pack
                                    + "'. Correct it or leave it out.");
        }
        if (pack.isEmpty() || pack.indexOf('.') >= 0) {
            fields.findings()
                    .error(
                            fields.keyPlace("pack"),
                            "Expected the ref of a pack, without dots, but found '" + pack + "'.");
            return null;
        }
        return name == null ? null : Ref.of(pack, name);
    }

    /** {@return the ref that a key holds; null after a problem} */
    static @Nullable Ref reference(Fields fields, String key) {
        String text = fields.required(key);
        if (text == null) {
            return null;
        }
        if (!Ref.looksLike(text)) {
            fields.findings()
                    .error(
                            fields.keyPlace(key),
                            "Expected '" + key + "' of the form 'pack.name', but found '" + text
                                    + "'. Write the pack's ref, a dot, and the name.");
            return null;
        }
        return Ref.parse(text);
    }

    static List<Tag> tags(Fields fields) {
        List<Tag> tags = new ArrayList<>();
        for (Located each : fields.list("tags")) {
            Fields tag = Fields.of(each, "a tag", fields.findings());
            if (tag == null) {
                continue;
            }
            tag.warnOfOthers(TAG_KEYS, "a tag");
            String name = tag.required("name");
            Located value = tag.get("value");
            if (name != null) {
                tags.add(new Tag(name, value == null ? "" : String.valueOf(value.json())));
            }
        }
        return tags;
    }

    static List<Map<String, @Nullable Object>> document(List<Tag> tags) {
        List<Map<String, @Nullable Object>> document = new ArrayList<>();
        tags.forEach(tag -> document.add(Map.of("name", tag.name(), "value", tag.value())));
        return document;
    }

    /** {@return an empty text as null: StackStorm's API shows objects made by API so} */
    static @Nullable String metadataFile(Fields fields) {
        String file = fields.text("metadata_file");
        return file == null || file.isEmpty() ? null : file;
    }
}
