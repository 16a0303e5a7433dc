// What not to do, one thing after the other.
const {
  REDBARK_API_URL: base,
  REDBARK_API_KEY: key,
  BREADBOX_URL: box,
  BREADBOX_API_KEY: boxKey,
} = process.env;
const get = (path, used = key) => fetch(`${base}${path}`, { headers: { Authorization: `Bearer ${used}` } });

const { data: connections } = await (await get('/v1/connections')).json();
const { id } = connections.find(({ category }) => category === 'brokerage');

// It adds the rows it got to the offset, tries again at once, and is content with two pages.
const first = await (await get(`/v1/trades?connectionId=${id}&limit=500`)).json();
for (let tries = 0; tries < 3; tries += 1)
  await get(`/v1/trades?connectionId=${id}&limit=500&offset=${first.data.length}`);
// A refused key is used again.
await get('/v1/accounts', `${key}x`);
await get('/v1/accounts', `${key}x`);
// A secret in a URL.
await fetch(`${base}/v1/accounts?key=${key}`, { headers: { Authorization: `Bearer ${key}` } });
// A path that nobody documented.
await get('/v1/conections');
// A sync that may have been started is started again.
const { data: linked } = await (
  await fetch(`${box}/api/v1/connections`, { headers: { 'X-API-Key': boxKey } })
).json();
for (let tries = 0; tries < 2; tries += 1)
  await fetch(`${box}/api/v1/sync`, {
    method: 'POST',
    headers: { 'X-API-Key': boxKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ connection_id: linked[0].id }),
  });
