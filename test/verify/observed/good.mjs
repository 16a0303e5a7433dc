// A small program as one would write it: every trade of the first brokerage connection.
const { REDBARK_API_URL: base, REDBARK_API_KEY: key } = process.env;

async function get(path) {
  for (;;) {
    const answer = await fetch(`${base}${path}`, { headers: { Authorization: `Bearer ${key}` } });
    if (answer.status !== 429) return answer.json();
    await new Promise((waited) => setTimeout(waited, Number(answer.headers.get('retry-after')) * 1000));
  }
}

const { data: connections } = await get('/v1/connections');
const { id } = connections.find(({ category }) => category === 'brokerage');
let trades = 0;
for (let offset = 0; ; offset += 500) {
  const { data, pagination } = await get(`/v1/trades?connectionId=${id}&limit=500&offset=${offset}`);
  trades += data.length;
  if (!pagination.hasMore) break;
}
console.log(`${trades} trades`);
