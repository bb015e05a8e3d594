/** Tests of the configuration: what an operator writes, and what the operator is told. */
@NullMarked
package org.sekisho.app.config;

import org.jspecify.annotations.NullMarked;
