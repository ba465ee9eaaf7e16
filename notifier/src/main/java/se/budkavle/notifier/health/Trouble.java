package se.budkavle.notifier.health;

/** What operators are told of an organisation. */
enum Trouble {
    /** Nothing has come from it for much longer than it usually takes. */
    SILENCE,
    /** So many of its deliveries in a row failed. */
    FAILURES
}
