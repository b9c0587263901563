/** JSON values as plain Java values: null, Boolean, Long, BigInteger, Double, String, List and Map. */
@NullMarked
package io.drover.model.json;

import org.jspecify.annotations.NullMarked;
