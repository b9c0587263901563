/** The Camel component {@code drover}: where routes end at a trigger and where they begin as an action. */
@NullMarked
package io.drover.camelroutes.component;

import org.jspecify.annotations.NullMarked;
