// What a page has while it is shown: its address, a signal that ends what it asked for, and repetitions that end with it.

/** @param show draws the page again */
export function freshContext({ parts, parameters, announce, show }) {
  const controller = new AbortController();
  const timers = new Set();
  return {
    parts,
    parameters,
    announce,
    signal: controller.signal,

    get isLeft() {
      return controller.signal.aborted;
    },

    /** Draws the page again, as it is now. */
    again() {
      if (!controller.signal.aborted) {
        show();
      }
    },

    /** Does something again and again, each time after a pause; a failure is left to the next time. */
    repeat(work, pause) {
      const timer = setTimeout(async () => {
        timers.delete(timer);
        try {
          await work();
        } catch {
          // The next time may go better; the page shows what it saw last.
        }
        if (!controller.signal.aborted) {
          this.repeat(work, pause);
        }
      }, pause);
      timers.add(timer);
    },

    leave() {
      controller.abort();
      timers.forEach(clearTimeout);
      timers.clear();
    },
  };
}
