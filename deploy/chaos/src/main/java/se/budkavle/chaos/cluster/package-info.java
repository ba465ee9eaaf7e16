/** The system as operating system processes that can be killed, frozen and started again. */
@NullMarked
package se.budkavle.chaos.cluster;

import org.jspecify.annotations.NullMarked;
