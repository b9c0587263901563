/** What messages about names that people write have in common. */
@NullMarked
package io.drover.model.text;

import org.jspecify.annotations.NullMarked;
