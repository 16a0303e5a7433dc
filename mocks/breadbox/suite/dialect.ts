/** How this provider's wire is read. */
import type { WireDialect } from '../../../src/provider/index.ts';

export const wire: WireDialect = {
  paging: {
    listTransactions: {
      by: 'cursor',
      cursor: 'cursor',
      next: ({ json }) =>
        typeof json === 'object' &&
        json !== null &&
        'next_cursor' in json &&
        typeof json.next_cursor === 'string'
          ? json.next_cursor
          : undefined,
    },
  },
  // A sync that was accepted although its answer was lost runs: asking again is a second one, or a 409.
  once: ['triggerSync'],
};
