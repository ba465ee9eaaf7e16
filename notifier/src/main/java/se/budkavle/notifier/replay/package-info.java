/** Carries replay jobs out: asks the owners for each dead letter of a job, in order, at the job's pace. */
@NullMarked
package se.budkavle.notifier.replay;

import org.jspecify.annotations.NullMarked;
