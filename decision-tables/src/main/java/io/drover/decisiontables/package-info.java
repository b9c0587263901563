/** Decision tables become DRL, by Drools' own reader of spreadsheets. Nothing else of Drover is seen here than the model. */
@NullMarked
package io.drover.decisiontables;

import org.jspecify.annotations.NullMarked;
