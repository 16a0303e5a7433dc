/**
 * Express as a host, at close to the speed of a bare `http.Server`.
 *
 * Express gives every request and response the application's prototypes, and changing an object's prototype makes
 * the engine forget all it had optimised for it. Nothing here uses what Express would add to them; so Node's own
 * prototypes are the application's, and there is nothing to swap. Two rules follow: Routers, never mounted
 * sub-applications, and what serves may ask a message only for what Node gives it.
 */
import http from 'node:http';
import type { Socket } from 'node:net';
import express from 'express';
import { keepTicksFast } from './ticks.ts';

/** Node's own default is 16 kB; one page of trades needs less than 2. */
const MAX_HEADER_BYTES = 32 * 1024;

/** `serve` as the one thing that an Express application does. */
export function hosted(serve: http.RequestListener): http.RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.request = http.IncomingMessage.prototype as typeof app.request;
  app.response = http.ServerResponse.prototype as typeof app.response;
  app.use(serve);
  return (req, res) => {
    // Express parses targets with `url.parse`, which warns of absolute ones it can't read, and will throw one day.
    if (req.url?.startsWith('/') === true) app(req as never, res as never, passedOn);
    else serve(req, res);
  };
}

/** `serve` answers everything and lets nothing fall; so Express need not make an ending for each request. */
function passedOn(): void {}

export function createServer(listener: http.RequestListener): http.Server {
  keepTicksFast();
  const server = http.createServer(
    {
      // A connection may be idle for as long as its client likes. Node would hang up after five seconds, and a client that
      // sends at that moment sees a reset where the real API, behind a balancer that waits for minutes, gives an answer.
      keepAliveTimeout: 0,
      // Who is gone without a word is found out by the system.
      keepAlive: true,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Node would refuse a request without Host with an empty 400; nothing here needs one.
      requireHostHeader: false,
      // A client that stalls half way through a request must not hold a socket for ever.
      headersTimeout: 20_000,
      requestTimeout: 60_000,
    },
    listener,
  );
  server.on('clientError', answerClientError);
  server.on('checkExpectation', (_request, response) => {
    const { socket } = response;
    socket?.end(raw(417, 'Expectation Failed', 'Of all expectations only "100-continue" can be met.'));
  });
  server.on('connect', (_request, socket: Socket) => {
    socket.end(
      raw(
        501,
        'Not Implemented',
        'This address is no HTTPS tunnel. Use plain http:// with the base URL that `understudy serve` prints.',
      ),
    );
  });
  return server;
}

/** What Node's parser refuses never becomes a request; it gets a plain answer instead of a bare hang-up. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      socket.end(
        raw(
          431,
          'Request Header Fields Too Large',
          `The request's headers are over ${MAX_HEADER_BYTES} bytes.`,
        ),
      );
      break;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      socket.end(raw(408, 'Request Timeout', 'The request did not arrive in time.'));
      break;
    default:
      socket.end(raw(400, 'Bad Request', 'This is not an HTTP/1.1 request that can be read.'));
  }
}

function raw(status: number, reason: string, message: string): string {
  const body = JSON.stringify({ error: message });
  return `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}
