/** Tests of the program as users run it: its jar in processes of its own, against real peers. */
@NullMarked
package io.github.camelaudio.it;

import org.jspecify.annotations.NullMarked;
