import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Redbark: bank and brokerage data in pages by offset. Rows are maps, as they came. */
final class Redbark {
    private static final int PAGE = 200;
    private static final int MOST_BALANCES = 100;
    /** Pages without a row one after another, after which a listing that claims to go on is taken to lead nowhere. */
    private static final int MOST_EMPTY_PAGES = 3;
    /** Answers are kept for ten minutes on the other side. */
    private static final Duration POLL = Duration.ofMinutes(5);

    interface Job {
        Object run(Redbark redbark) throws Failure;
    }

    interface Reading {
        List<Object> run() throws Failure;
    }

    static final Map<String, Job> JOBS = Map.ofEntries(
            Map.entry("redbark.listConnections", Redbark::connections),
            Map.entry("redbark.listCategories", Redbark::categories),
            Map.entry("redbark.listAccounts", Redbark::accounts),
            Map.entry("redbark.listBalances", Redbark::balances),
            Map.entry("redbark.listTransactions", Redbark::transactions),
            Map.entry("redbark.listHoldings", redbark -> redbark.holdings(redbark.wanted())),
            Map.entry("redbark.listTrades", redbark -> redbark.trades(redbark.wanted())),
            Map.entry("redbark.exportBrokerage", Redbark::export),
            Map.entry("redbark.mirrorTransactions", redbark -> redbark.mirror(redbark::transactions)),
            Map.entry("redbark.mirrorTrades", redbark -> redbark.mirror(() -> redbark.trades(redbark.wanted()))),
            Map.entry("redbark.awaitNewTrades", Redbark::awaitNewTrades),
            Map.entry("redbark.receiveWebhook", redbark -> Webhook.receive(redbark.played)));

    private final Case played;
    private final Api api;

    Redbark(Case played) {
        this.played = played;
        this.api = new Api(played);
    }

    List<Object> connections() throws Failure {
        return list("/v1/connections", Map.of(), "data");
    }

    List<Object> categories() throws Failure {
        return list("/v1/categories", Map.of(), "categories");
    }

    List<Object> accounts() throws Failure {
        return pages("/v1/accounts", Map.of());
    }

    /** Of bank accounts only: one brokerage account among the ids would fail the whole call. The service takes a hundred. */
    List<Object> balances() throws Failure {
        List<Object> banks = connectionsOf("banking");
        List<String> ids = new ArrayList<>();
        for (Object account : accounts()) {
            if (banks.contains(Json.member(account, "connectionId"))) ids.add(idOf(account));
        }
        List<Object> balances = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MOST_BALANCES) {
            List<String> part = ids.subList(from, Math.min(from + MOST_BALANCES, ids.size()));
            balances.addAll(list("/v1/balances", Map.of("accountIds", String.join(",", part)), "data"));
        }
        return balances;
    }

    /**
     * Account by account: calls for a whole connection are on their way out. A row that was pushed on to the next page while
     * we read comes twice, to the letter.
     */
    List<Object> transactions() throws Failure {
        List<String> ids = new ArrayList<>();
        if (played.input("accountId") != null) {
            ids.add(played.input("accountId"));
        } else {
            for (Object account : accounts()) {
                if (played.input("connectionId").equals(Json.member(account, "connectionId"))) ids.add(idOf(account));
            }
            if (ids.isEmpty()) ids.add(null); // No account that we know of: the service shall say why.
        }
        Set<Object> found = new LinkedHashSet<>();
        for (String id : ids) {
            Map<String, Object> filters = wanted();
            filters.put("accountId", id);
            found.addAll(pages("/v1/transactions", filters));
        }
        return new ArrayList<>(found);
    }

    List<Object> holdings(Map<String, ?> filters) throws Failure {
        return list("/v1/holdings", filters, "data");
    }

    /** Kept as often as they come: two equal trades have one id, and are two trades. */
    List<Object> trades(Map<String, ?> filters) throws Failure {
        return pages("/v1/trades", filters);
    }

    /** One request after the other, so that there is never more than one in flight. */
    Map<String, Object> export() throws Failure {
        List<Object> holdings = new ArrayList<>();
        List<Object> trades = new ArrayList<>();
        for (Object broker : connectionsOf("brokerage")) {
            holdings.addAll(holdings(Map.of("connectionId", broker)));
            trades.addAll(trades(Map.of("connectionId", broker)));
        }
        return Map.of("holdings", holdings, "trades", trades);
    }

    /** The copy is what the last reading gave: ids change, and what is no longer listed is no longer there. */
    List<Object> mirror(Reading reading) throws Failure {
        List<Object> copy = reading.run();
        for (long reads = Case.number(played.input.get("reads")); reads > 1; reads--) {
            played.sleep(Duration.ofMillis(Case.number(played.input.get("waitMs"))));
            copy = reading.run();
        }
        return copy;
    }

    /** Trades that were not there at first; of equal ones with one id, those beyond the first count. */
    List<Object> awaitNewTrades() throws Failure {
        Map<String, Integer> before = new HashMap<>();
        for (Object trade : trades(wanted())) before.merge(idOf(trade), 1, Integer::sum);
        while (played.hasTimeFor(POLL)) {
            played.sleep(POLL);
            Map<String, Integer> left = new HashMap<>(before);
            List<Object> news = new ArrayList<>();
            for (Object trade : trades(wanted())) {
                if (left.merge(idOf(trade), -1, Integer::sum) < 0) news.add(trade);
            }
            if (!news.isEmpty()) return news;
        }
        throw new Failure("timeout", "no new trade in time");
    }

    /** The filters that the job names. Several accounts are one parameter, with commas. */
    private Map<String, Object> wanted() {
        Map<String, Object> filters = new LinkedHashMap<>();
        for (String name : List.of("connectionId", "accountId", "accountIds", "from", "to")) {
            Object given = played.input.get(name);
            boolean several = given instanceof List<?>;
            filters.put(name, several ? joined((List<?>) given) : given);
        }
        return filters;
    }

    private static String joined(List<?> ids) {
        return ids.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private List<Object> connectionsOf(String category) throws Failure {
        List<Object> ids = new ArrayList<>();
        for (Object connection : connections()) {
            if (category.equals(Json.member(connection, "category"))) ids.add(idOf(connection));
        }
        return ids;
    }

    /** All rows of all pages. Only hasMore ends a listing: a page may be short, and even empty, and others follow. */
    private List<Object> pages(String path, Map<String, ?> filters) throws Failure {
        List<Object> rows = new ArrayList<>();
        Map<String, Object> query = new LinkedHashMap<>(filters);
        query.put("limit", PAGE);
        long offset = 0;
        for (int empty = 0; empty < MOST_EMPTY_PAGES; ) {
            query.put("offset", offset);
            Object page = api.get(path, query);
            List<Object> found = rows(page, "data", path);
            rows.addAll(found);
            Object pagination = Json.member(page, "pagination");
            if (!(Json.member(pagination, "hasMore") instanceof Boolean more)) {
                throw new Failure("broken-answer", path + ": no pagination in the answer");
            }
            if (!more) return rows;
            empty = found.isEmpty() ? empty + 1 : 0;
            offset += Case.number(Json.member(pagination, "limit"));
        }
        throw new Failure("incomplete", path + ": page after page without a row, and more are said to follow");
    }

    private List<Object> list(String path, Map<String, ?> filters, String member) throws Failure {
        return rows(api.get(path, filters), member, path);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> rows(Object answer, String member, String path) throws Failure {
        if (Json.member(answer, member) instanceof List<?> rows) return (List<Object>) rows;
        throw new Failure("broken-answer", path + ": no " + member + " in the answer");
    }

    private static String idOf(Object row) {
        return (String) Json.member(row, "id");
    }
}
