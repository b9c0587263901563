/** Operations on rules and on what came of their matches. */
@NullMarked
package io.drover.restapi.rules;

import org.jspecify.annotations.NullMarked;
