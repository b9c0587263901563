/** JSON text to and from plain Java values, with the limits of a door that strangers knock at. */
@NullMarked
package io.drover.restapi.json;

import org.jspecify.annotations.NullMarked;
