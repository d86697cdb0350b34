/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a benchmark of somebody else's code that does the same work, for comparison. It has no budget. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Peer {
    /** Whose code it is. */
    String value();
}
