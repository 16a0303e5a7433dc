/** The least that an Express application can be: what a cold start and an idle process are held against. */
import express from 'express';

const app = express();
app.get('/', (_req, res) => {
  res.json({ hello: 'world' });
});
app.listen(Number(process.argv[2]), '127.0.0.1');
