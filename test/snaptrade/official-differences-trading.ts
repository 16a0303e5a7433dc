/** Where answers of trading differ from the provider's OpenAPI documents, and why they should. */
import type { Difference } from './official-differences.ts';

const KEPT = ['listOrders', 'listOrdersV2'];
const LIVE = ['getOrder', 'getOrderV2', 'listQuotes', 'listRecentOrders', 'listRecentOrdersV2'];
const READS = [...KEPT, ...LIVE];
const TRADES = [
  'cancelOldOrder',
  'cancelOrder',
  'checkOrder',
  'placeBracketOrder',
  'placeCheckedOrder',
  'placeComplexOrder',
  'placeOrder',
  'replaceOrder',
];
const WATCHES = ['listTradeDetection', 'unwatchTrades', 'watchTrades'];

function undocumented(status: number, operations: readonly string[], because: string): Difference {
  return { operations, statuses: [status], what: 'status not documented', because };
}

export const tradingDifferences: readonly Difference[] = [
  undocumented(
    400,
    READS.filter((id) => id !== 'getOrder'),
    'A bad parameter has to be refused somehow; other operations document 400 for that.',
  ),
  undocumented(
    401,
    [...READS, ...TRADES],
    'Every signed operation answers 401 to a bad signature, observed by many.',
  ),
  undocumented(
    402,
    [...LIVE, ...TRADES],
    'What needs the brokerage is refused as a refresh is while the connection is disabled (ST-C107).',
  ),
  undocumented(
    403,
    ['cancelOldOrder', 'cancelOrder', 'getOrder', 'getOrderV2', 'listQuotes', 'placeCheckedOrder', ...KEPT],
    'Others of their kind document it: the user gave no leave for that.',
  ),
  undocumented(
    404,
    [...KEPT, 'listQuotes', 'listRecentOrders', 'listRecentOrdersV2', ...TRADES],
    "There is no such account, or it is another user's; other operations document 404 for that.",
  ),
  undocumented(
    410,
    ['cancelOldOrder', 'placeBracketOrder'],
    'The older document was written while they were there; a switch takes them away.',
  ),
  undocumented(
    429,
    [...READS, ...TRADES, ...WATCHES],
    'The limit of 250 requests a minute is on all operations; a guide says so, not the document (ST-30).',
  ),
  undocumented(
    503,
    ['listQuotes', ...TRADES, ...WATCHES],
    'Only an armed fault says so: any service can be down, and a client has to bear it (ST-C42).',
  ),
];
