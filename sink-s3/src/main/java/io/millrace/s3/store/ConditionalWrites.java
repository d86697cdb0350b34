/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

/** Whether objects are created on condition that they do not exist: the values of {@code conditional.writes}. */
public enum ConditionalWrites {
    /** Always; a store that does not honour the condition is refused. */
    REQUIRED,
    /** Never: objects of the same name are replaced. */
    OFF
}
