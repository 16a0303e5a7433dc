/** What a proxy in front of an API says when the API does not: pages for people, where a client expects JSON. */
import type { Reply } from '../provider/reply.ts';
import type { EngineFault } from './engine-fault.ts';

export const gateways: Readonly<Record<string, EngineFault>> = {
  'bad-gateway': { kind: 'answer', answer: () => page(502, 'Bad Gateway') },
  'gateway-timeout': { kind: 'answer', answer: () => page(504, 'Gateway Time-out') },
};

function page(status: number, reason: string): Reply {
  const title = `${status} ${reason}`;
  const text = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return { kind: 'reply', status, text, headers: { 'Content-Type': 'text/html' } };
}
