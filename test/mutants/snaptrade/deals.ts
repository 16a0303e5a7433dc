/** Checks, groups, coins, contracts, lists of orders and quotes that are got wrong. */
import type { Mutant } from '../mutant.ts';
import { orderMutant as mutant } from './mutant.ts';

const TYPES = /^(Market|Limit|Stop|StopLimit)$/;

export const deals: readonly Mutant[] = [
  mutant(
    'places-past-the-check',
    'Shows what a check says, and then sends the order itself.',
    { onConfirmed: 'order' },
    ['deals/checked-and-confirmed', 'deals/confirmed-too-late'],
  ),
  mutant(
    'repeats-the-old-check',
    'Places a checked trade under the same id again after that was refused.',
    { onStaleCheck: 'repeat' },
    ['deals/confirmed-too-late'],
  ),
  mutant(
    'places-what-nobody-checked',
    'Sends the order itself when the id of the check is refused.',
    { onStaleCheck: 'place' },
    ['deals/confirmed-too-late'],
  ),
  mutant(
    'checks-and-places-again',
    'Has an order checked and placed once more when the answer to placing it is lost.',
    { onLostCheck: 'check' },
    ['deals/placed-without-an-answer'],
  ),
  mutant(
    'buys-the-first-security',
    'Takes the first security that a search finds.',
    { meant: ([first]) => first },
    ['deals/one-ticker-at-two-exchanges'],
  ),
  mutant(
    'joins-pairs-itself',
    'Puts the symbol of a pair together from its two sides.',
    { pairOf: (base, quote) => `${base}-${quote}` },
    ['deals/pairs-as-the-exchange-writes-them'],
  ),
  mutant(
    'makes-numbers-of-amounts',
    'Reads an amount as a number and writes it out again.',
    { textOf: (text) => String(Number(text)) },
    ['deals/coins-in-small-parts'],
  ),
  mutant('forgets-the-hundred', 'Takes the price of an option for that of a contract.', { multiplier: 1 }, [
    'deals/a-contract-is-a-hundred-shares',
  ]),
  mutant(
    'writes-contracts-without-blanks',
    'Leaves the blanks out of the name of a contract.',
    { padsTickers: false },
    ['deals/a-contract-is-a-hundred-shares', 'deals/a-contract-is-quoted', 'deals/a-record-for-each-leg'],
  ),
  mutant(
    'leaves-post-only-out',
    'Never says whether an order for coins has to wait in the book.',
    { postOnly: () => undefined },
    ['deals/has-to-wait-in-the-book'],
  ),
  mutant(
    'always-says-post-only',
    'Says of every order for coins whether it has to wait in the book.',
    { postOnly: (_, wanted) => wanted },
    ['deals/coins-in-small-parts'],
  ),
  mutant(
    'keeps-one-leg-per-order',
    'Keeps the last record of each order.',
    { legsOf: (orders) => orders.slice(-1) },
    ['deals/a-record-for-each-leg'],
  ),
  mutant(
    'takes-no-price-for-nothing',
    'Takes a contract whose price does not come for one that is worth nothing.',
    {
      insteadOf: ({ status }, path) =>
        status === 410 && path.endsWith('/options') ? { synthetic_price: 0 } : undefined,
    },
    ['deals/quotes-of-contracts-have-ended'],
  ),
  mutant(
    'leaves-the-days-out',
    'Asks for the orders without saying how many days of them.',
    { listing: ({ days: _, ...wanted }) => wanted },
    ['deals/orders-of-more-than-a-month', 'deals/orders-of-a-disabled-connection'],
  ),
  mutant(
    'leaves-the-state-out',
    'Asks for the orders without saying which of them.',
    { listing: ({ state: _, ...wanted }) => wanted },
    ['deals/none-is-open'],
  ),
  mutant(
    'knows-four-types-of-orders',
    'Takes an order of a type it has no word for as one at the market.',
    {
      endOf: (order) =>
        'order_type' in order && !TYPES.test(String(order.order_type))
          ? { ...order, order_type: 'Market' }
          : order,
    },
    ['deals/words-for-orders-that-nobody-knows'],
  ),
  mutant(
    'asks-for-all-quotes-at-once',
    'Names all securities in one call.',
    { quotesAtATime: Number.POSITIVE_INFINITY },
    ['deals/quotes-for-a-dozen'],
  ),
  mutant('asks-for-ten-quotes', 'Asks for the quotes that fit into one call.', { quoteCalls: 1 }, [
    'deals/quotes-for-a-dozen',
  ]),
];
