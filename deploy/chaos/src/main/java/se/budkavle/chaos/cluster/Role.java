package se.budkavle.chaos.cluster;

/** What a process does in the system. */
public enum Role {
    BROKER,
    GATEWAY,
    ROUTER,
    NOTIFIER
}
