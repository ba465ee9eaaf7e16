package se.budkavle.notifier.dispatcher;

import java.net.UnknownHostException;

/** An endpoint's name leads to an address that is not pushed to. Says neither. */
final class TargetRefusedException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    TargetRefusedException() {
        super("target refused");
    }
}
