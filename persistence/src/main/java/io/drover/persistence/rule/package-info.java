/** Tables of rules: revisions, enforcements, errors of clauses. */
@NullMarked
package io.drover.persistence.rule;

import org.jspecify.annotations.NullMarked;
