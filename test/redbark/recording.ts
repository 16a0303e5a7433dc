/** The simulator behind a server that keeps what it answers, so that a test can judge a client it cannot look into. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulated } from '../support/simulate.ts';

export interface Recording {
  /** Give this to the client as the API's address. */
  readonly url: string;
  /** Request targets and bodies of answers, in the order they were sent. */
  readonly answers: { readonly target: string; readonly status: number; readonly text: string }[];
  readonly close: () => Promise<void>;
}

export async function record({ handler }: Simulated): Promise<Recording> {
  const answers: Recording['answers'] = [];
  const server = createServer((request, response) => {
    const target = request.url ?? '';
    const end = response.end.bind(response) as (text?: unknown) => typeof response;
    response.end = ((text?: unknown) => {
      answers.push({ target, status: response.statusCode, text: String(text ?? '') });
      return end(text);
    }) as typeof response.end;
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/redbark`,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
