import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lets Understudy judge the client in this folder: one JSON message a line, in on stdin, out on stdout.
 *
 * <pre>
 * javac -d out *.java
 * understudy verify --adapter 'java -cp out Adapter' --run 'redbark/**'
 * </pre>
 *
 * The protocol is told in docs/adapter.md. Cases are played at the same time, a thread each.
 */
public final class Adapter {
    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final Map<Long, Case> cases = new ConcurrentHashMap<>();
    private final ExecutorService players = Executors.newCachedThreadPool();

    public static void main(String[] arguments) throws IOException {
        new Adapter().run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        System.exit(0); // Not waiting for cases that nobody waits for.
    }

    private void run(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Object message = Json.parse(line);
            switch ((String) Json.member(message, "type")) {
                case "hello" -> hello();
                case "case" -> {
                    Case next = new Case(message, this);
                    cases.put(next.seq, next);
                    players.execute(() -> play(next));
                }
                case "sleepAck" -> {
                    Case waiting = about(message);
                    if (waiting != null) waiting.wake(Instant.parse((String) Json.member(message, "now")));
                }
                case "cancel" -> {
                    Case unwanted = about(message);
                    if (unwanted != null) unwanted.cancel();
                }
                case "bye" -> {
                    return;
                }
                default -> {} // A message of a later suite.
            }
        }
    }

    private Case about(Object message) {
        return cases.get(Case.number(Json.member(message, "seq")));
    }

    private void hello() {
        send(Map.of(
                "type", "hello",
                "client", "understudy-example-java",
                "version", "1.0.0",
                "language", "Java",
                "operations", new TreeSet<>(Redbark.JOBS.keySet()),
                "capabilities", List.of("clock", "parallel")));
    }

    private void play(Case played) {
        String member;
        Object answer;
        played.playedBy(Thread.currentThread());
        try {
            answer = Redbark.JOBS.get(played.operation).run(new Redbark(played));
            member = "value";
        } catch (Failure failure) {
            answer = failure.told();
            member = "failure";
        } catch (RuntimeException | Error bug) { // A bug of ours is reported as one; it must not end the other cases.
            StringWriter trace = new StringWriter();
            bug.printStackTrace(new PrintWriter(trace));
            answer = trace.toString();
            member = "crashed";
        }
        cases.remove(played.seq);
        Thread.interrupted(); // The next case of this thread is none of a cancelled one's business.
        if (!played.isCancelled()) send(Map.of("type", "result", "seq", played.seq, member, answer));
    }

    /** A line at a time, whoever sends it. */
    synchronized void send(Map<String, ?> message) {
        out.println(Json.write(message));
        out.flush();
    }
}
