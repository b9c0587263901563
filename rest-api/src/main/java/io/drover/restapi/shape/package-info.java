/** The JSON shapes in which clients see the vocabulary; they are StackStorm's, with a few fields of our own. */
@NullMarked
package io.drover.restapi.shape;

import org.jspecify.annotations.NullMarked;
