package io.drover.ruledsl.read;

import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Place;

/**
 * An event of a rule, of which only the name has been read: its conditions are read once all names are known.
 *
 * @param place of the name
 */
record NamedEvent(String name, Place place, Located content) {}
