package se.budkavle.chaos.cluster;

/**
 * The Kafka of a system.
 *
 * @param brokers how many; several are controllers too, and keep a copy of everything each
 * @param linked whether every way between two processes is a {@link Link} that can be cut
 * @param diskMegabytes how large the disk of the last broker is, where one can be mounted; 0: as large as the machine's
 */
public record Quorum(int brokers, boolean linked, int diskMegabytes) {

    /** One embedded broker, reached directly. */
    public static final Quorum SINGLE = new Quorum(1, false, 0);

    /** Validates. */
    public Quorum {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("one broker or three, not " + brokers);
        }
        if (brokers == 1 && (linked || diskMegabytes > 0)) {
            throw new IllegalArgumentException("links and small disks are those of three brokers");
        }
    }
}
