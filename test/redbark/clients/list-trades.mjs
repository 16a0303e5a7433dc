/**
 * What a person writes after reading the documentation of GET /v1/trades: go on while `hasMore` is true, one `limit`
 * further each time. It does not wait, retry or look at headers.
 *
 * REDBARK_API_URL=... REDBARK_API_KEY=... node list-trades.mjs <connectionId> [limit]
 *
 * Prints the ids of all trades as one JSON list.
 */
const { REDBARK_API_URL, REDBARK_API_KEY } = process.env;
const [connectionId, limit = '200'] = process.argv.slice(2);

const ids = [];
let offset = 0;
let hasMore = true;
while (hasMore) {
  const query = new URLSearchParams({ connectionId, limit, offset: String(offset) });
  const response = await fetch(`${REDBARK_API_URL}/v1/trades?${query}`, {
    headers: { Authorization: `Bearer ${REDBARK_API_KEY}` },
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const { data, pagination } = await response.json();
  for (const trade of data) ids.push(trade.id);
  hasMore = pagination.hasMore;
  offset += pagination.limit;
}
console.log(JSON.stringify(ids));
