package se.budkavle.notifier.health;

/** Is told what the watch over organisations does. */
@FunctionalInterface
interface HealthListener {

    /** Operators are told of an organisation. */
    void onTold(Trouble trouble);
}
