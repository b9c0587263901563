package io.drover.expressions.jinja;

import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import java.util.Map;

/** The variable {@code self}: the blocks of a template, which can be rendered again by name. */
record Blocks(Map<String, Statement.Block> blocks, Frame frame) implements HasAttributes {
    @Override
    public Object attribute(String name) {
        Statement.Block block = blocks.get(name);
        if (block == null) {
            return Mappings.ABSENT;
        }
        RendersText again = arguments -> {
            frame.meter().enter();
            StringBuilder out = new StringBuilder();
            block.render(frame, out);
            frame.meter().leave();
            return out.toString();
        };
        return again;
    }

    @Override
    public String typeName() {
        return "TemplateReference";
    }

    @Override
    public String inText() {
        return "<TemplateReference None>";
    }
}
