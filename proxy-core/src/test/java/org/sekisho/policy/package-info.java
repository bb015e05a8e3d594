/** Tests of the policy engine: rules made of single findings, judged stage by stage. */
@NullMarked
package org.sekisho.policy;

import org.jspecify.annotations.NullMarked;
