import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Redbark over HTTP for the length of one case: whole answers or none, patience with limits, failures with a name. */
final class Api {
    private static final int ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 30_000;
    /** Failures that another try may not meet. Everything here is a GET, so that trying again does no harm. */
    private static final Set<String> PASSING =
            Set.of("rate-limited", "unavailable", "timeout", "network", "broken-answer");

    /** Its connections are shared by all cases. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Case played;

    Api(Case played) {
        this.played = played;
    }

    /** Asks until there is a good answer, nothing more to hope for, or no time left. Filters that are null are left out. */
    Object get(String path, Map<String, ?> filters) throws Failure {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<byte[]> response = once(path, filters);
                if (response.statusCode() / 100 != 2) throw refusal(response);
                return body(response);
            } catch (Failure failure) {
                Duration wait = failure.retryAfter() != null ? failure.retryAfter() : backoff(attempt);
                if (!PASSING.contains(failure.kind()) || attempt == ATTEMPTS || !played.hasTimeFor(wait)) throw failure;
                played.sleep(wait);
            }
        }
    }

    private HttpResponse<byte[]> once(String path, Map<String, ?> filters) throws Failure {
        HttpRequest request = HttpRequest.newBuilder(URI.create(played.baseUrl + path + query(filters)))
                .header("Authorization", "Bearer " + played.credentials.get("apiKey"))
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip")
                .build();
        // The timeout of a request ends with its headers; this one is for the body too.
        CompletableFuture<HttpResponse<byte[]>> asked =
                HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return asked.get(played.requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new Failure("timeout", path + ": no whole answer in time");
        } catch (ExecutionException broken) {
            throw new Failure("network", path + ": " + broken.getCause());
        } catch (InterruptedException interrupted) {
            throw new CancellationException();
        } finally {
            asked.cancel(true);
        }
    }

    private static Object body(HttpResponse<byte[]> response) throws Failure {
        try {
            String type = header(response.headers(), "Content-Type", "application/json");
            if (!type.split(";")[0].trim().endsWith("json")) throw new IOException("the body is " + type);
            return Json.parse(text(response));
        } catch (IOException | IllegalArgumentException error) {
            throw new Failure(
                    "broken-answer",
                    response.uri().getPath() + ": " + error.getMessage(),
                    response.statusCode(),
                    null,
                    null);
        }
    }

    private static String text(HttpResponse<byte[]> response) throws IOException {
        byte[] bytes = response.body();
        if (header(response.headers(), "Content-Encoding", "").equals("gzip")) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** {"error": {"message", "code"?}}. A missing code tells something too, so none is made up. */
    private Failure refusal(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        Object error = null;
        try {
            error = Json.member(Json.parse(text(response)), "error");
        } catch (IOException | IllegalArgumentException unreadable) {
            // A proxy's page, say: the status tells enough.
        }
        Object code = Json.member(error, "code");
        Object message = Json.member(error, "message");
        return new Failure(
                kindOf(status),
                message == null ? "HTTP " + status : message.toString(),
                status,
                code == null ? null : code.toString(),
                status == 429 || status == 503 ? toldWait(response.headers()) : null);
    }

    private static String kindOf(int status) {
        return switch (status) {
            case 400 -> "invalid-request";
            case 401 -> "unauthorized";
            case 403 -> "plan-required"; // It is about the plan here, with a code or without.
            case 404 -> "not-found";
            case 409 -> "conflict";
            case 410 -> "gone";
            case 429 -> "rate-limited";
            default -> status >= 500 ? "unavailable" : "other";
        };
    }

    /** Retry-After is a number of seconds or a date. Null: it tells nothing that can be read. */
    private Duration toldWait(HttpHeaders headers) {
        String told = header(headers, "Retry-After", "").trim();
        try {
            if (told.matches("\\d{1,9}")) return Duration.ofSeconds(Long.parseLong(told));
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(told, Instant::from);
            Duration wait = Duration.between(played.now(), date);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** Half a second, one, two, four, ... and a little more, so that not all clients come back at once. */
    private static Duration backoff(int attempt) {
        long pause = Math.min(FIRST_PAUSE_MS << (attempt - 1), LONGEST_PAUSE_MS);
        return Duration.ofMillis(pause + ThreadLocalRandom.current().nextLong(pause / 5));
    }

    private static String query(Map<String, ?> filters) {
        String query = filters.entrySet().stream()
                .filter(filter -> filter.getValue() != null)
                .map(filter -> filter.getKey() + "=" + encoded(filter.getValue().toString()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String header(HttpHeaders headers, String name, String otherwise) {
        return headers.firstValue(name).orElse(otherwise);
    }
}
