/** What the notifier's internal HTTP API shares: who may ask, who answers, how long a request may wait. */
@NullMarked
package se.budkavle.notifier.api;

import org.jspecify.annotations.NullMarked;
