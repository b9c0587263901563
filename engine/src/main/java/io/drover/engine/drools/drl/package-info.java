/**
 * Rules in DRL on Drools: files become executable models, each compiled alone, and those of a pack one knowledge base with a
 * session whose clock is moved by its owner.
 */
@NullMarked
package io.drover.engine.drools.drl;

import org.jspecify.annotations.NullMarked;
