/** Orders for shares that are followed too short, placed twice, rounded, or taken for what they are not. */
import { orderPolicies } from '../../clients/snaptrade/order-policies.ts';
import type { Mutant } from '../mutant.ts';
import { orderMutant as mutant } from './mutant.ts';

export const orders: readonly Mutant[] = [
  mutant(
    'takes-the-answer-for-the-end',
    'Takes the answer to placing an order for what became of it.',
    { hasEnded: () => true },
    [
      'orders/taken-is-not-filled',
      'orders/filled-in-parts',
      'orders/waits-for-the-opening',
      'orders/the-day-ends',
      'orders/taken-back',
      'deals/one-cancels-the-other',
    ],
  ),
  mutant(
    'waits-for-filled-alone',
    'Knows one end of an order: EXECUTED.',
    { hasEnded: ({ status }) => status === 'EXECUTED' },
    ['orders/the-day-ends', 'orders/expired-with-a-part', 'orders/comes-back-rejected', 'orders/taken-back'],
  ),
  mutant(
    'takes-a-part-for-all',
    'Takes an order that was filled in part for one that was filled.',
    { hasEnded: (order) => order.status === 'PARTIAL' || orderPolicies.hasEnded(order) },
    ['orders/filled-in-parts', 'orders/expired-with-a-part'],
  ),
  mutant(
    'reports-what-it-asked-for',
    'Takes the units of an order for those that were filled.',
    { endOf: (order) => ({ ...order, filled_quantity: order.total_quantity }) },
    ['orders/the-day-ends', 'orders/expired-with-a-part', 'orders/taken-back-in-part'],
  ),
  mutant(
    'takes-ended-for-nothing-bought',
    'Takes an order that expired or was cancelled for one of which nothing was filled.',
    {
      endOf: (order) =>
        order.status === 'EXECUTED' ? order : { ...order, filled_quantity: '0', execution_price: null },
    },
    ['orders/expired-with-a-part', 'orders/taken-back-in-part'],
  ),
  mutant(
    'looks-every-second',
    'Looks at an order every second, however long that takes.',
    { orderPollMs: () => 1000 },
    ['orders/the-day-ends'],
  ),
  mutant(
    'gives-orders-a-minute',
    'Says that an order failed if it was not filled within a minute.',
    { deadlineMs: () => 60_000 },
    ['orders/waits-for-the-opening', 'orders/the-day-ends', 'orders/filled-in-parts'],
  ),
  mutant(
    'places-again',
    'Places an order again when its answer is lost.',
    { placings: 3, seeksLostOrders: false },
    [
      'orders/the-answer-is-lost',
      'orders/the-answer-is-cut',
      'deals/a-coin-order-without-an-answer',
      'deals/placed-without-an-answer',
    ],
  ),
  mutant(
    'looks-at-filled-orders-alone',
    'Looks among the recent orders as they come, which are those that were filled, and places its own again.',
    { placings: 2, recent: {} },
    [
      'orders/the-answer-is-lost',
      'orders/the-answer-is-cut',
      'deals/placed-without-an-answer',
      'deals/one-cancels-the-other',
    ],
  ),
  mutant(
    'deals-in-whole-shares',
    'Cuts off whatever stands behind the point.',
    { numberOf: (text) => Math.floor(Number(text)) },
    ['orders/fractions-of-shares', 'orders/half-a-cent'],
  ),
  mutant(
    'rounds-orders-to-cents',
    'Rounds units and prices to two decimals.',
    { numberOf: (text) => Number(Number(text).toFixed(2)) },
    ['orders/fractions-of-shares', 'orders/half-a-cent'],
  ),
  mutant(
    'reads-cancellations-as-orders',
    'Reads how an order stands in the answer to its cancellation.',
    { cancelledIn: 'answer' },
    ['orders/taken-back', 'orders/taken-back-in-part'],
  ),
  mutant(
    'fails-what-came-too-late',
    'Changes an order without a look at it, and reports the refusal for the order.',
    { looksFirst: false, onChangeFailed: 'fail' },
    ['orders/too-late-to-take-back', 'orders/too-late-to-replace'],
  ),
  mutant(
    'cancels-again',
    'Cancels again when the answer is lost, and believes the refusal that comes of it.',
    { cancelsAgain: true, onChangeFailed: 'fail' },
    ['orders/taken-back-without-an-answer'],
  ),
  mutant(
    'follows-the-old-id',
    'Follows an order that was replaced under the id it knew.',
    { takesNewId: false },
    ['orders/replaced-under-another-id', 'orders/a-part-was-filled-before'],
  ),
  mutant(
    'replaces-the-whole',
    'Asks for all units again in the place of an order that was filled in part.',
    { unitsLeft: (_, wanted) => wanted },
    ['orders/a-part-was-filled-before'],
  ),
  mutant(
    'repeats-refused-orders',
    'Sends an order again and again, whatever the refusal is.',
    { mayRepeat: (outcome) => 'answer' in outcome && outcome.answer.status >= 400 },
    [
      'orders/not-the-money',
      'orders/may-only-read',
      'orders/no-trading-there',
      'orders/the-connection-is-disabled',
      'orders/the-market-is-closed',
    ],
  ),
  mutant(
    'sends-orders-again-at-once',
    'Is told to wait, and sends the order again at once.',
    { waitOf: () => 0, backoff: () => 0 },
    ['orders/refused-for-a-while'],
  ),
];
