import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;

/** What a job is given: where to ask, with what, within which limits; and the time. */
final class Case {
    final long seq;
    final String operation;
    final String baseUrl;
    final Map<?, ?> credentials;
    final Map<?, ?> input;
    final Duration requestTimeout;
    final Instant deadline;

    private final Adapter adapter;
    private final BlockingQueue<Instant> woken = new LinkedBlockingQueue<>();
    private Instant now;
    private volatile boolean cancelled;
    private volatile Thread thread;

    Case(Object message, Adapter adapter) {
        this.adapter = adapter;
        seq = number(Json.member(message, "seq"));
        operation = (String) Json.member(message, "operation");
        baseUrl = (String) Json.member(message, "baseUrl");
        credentials = (Map<?, ?>) Json.member(message, "credentials");
        input = (Map<?, ?>) Json.member(message, "input");
        now = Instant.parse((String) Json.member(message, "now"));
        Object limits = Json.member(message, "limits");
        requestTimeout = Duration.ofMillis(number(Json.member(limits, "requestTimeoutMs")));
        deadline = now.plusMillis(number(Json.member(limits, "deadlineMs")));
    }

    /** The time on the suite's clock: it moves on only while this client sleeps. */
    Instant now() {
        return now;
    }

    boolean hasTimeFor(Duration wait) {
        return now.plus(wait).isBefore(deadline);
    }

    /** A wait. The suite moves its clock on and says so, which takes no time. */
    void sleep(Duration wait) {
        adapter.send(Map.of("type", "sleep", "seq", seq, "ms", wait.toMillis()));
        try {
            now = woken.take();
        } catch (InterruptedException interrupted) {
            throw new CancellationException();
        }
    }

    void wake(Instant time) {
        woken.add(time);
    }

    /** The thread that plays this case, so that it can be woken up when nobody waits for it any more. */
    void playedBy(Thread player) {
        thread = player;
    }

    void cancel() {
        cancelled = true;
        if (thread != null) thread.interrupt();
    }

    boolean isCancelled() {
        return cancelled;
    }

    String input(String name) {
        return (String) input.get(name);
    }

    static long number(Object value) {
        return ((Number) value).longValue();
    }
}
