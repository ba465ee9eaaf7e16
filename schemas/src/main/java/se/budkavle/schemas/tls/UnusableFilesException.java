package se.budkavle.schemas.tls;

/** What the files hold cannot be used. The message says why, and repeats nothing of them. */
final class UnusableFilesException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableFilesException(String why) {
        super(why);
    }

    UnusableFilesException(String why, Exception cause) {
        super(why, cause);
    }
}
