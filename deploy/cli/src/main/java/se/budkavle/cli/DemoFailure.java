package se.budkavle.cli;

/** The demo did not go as it should; the message says where and how. */
public final class DemoFailure extends RuntimeException {

    DemoFailure(String message) {
        super(message, null, false, false);
    }
}
