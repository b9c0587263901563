/** Actions that are endpoints or routes of a pack. */
@NullMarked
package io.drover.camelactions.camel;

import org.jspecify.annotations.NullMarked;
