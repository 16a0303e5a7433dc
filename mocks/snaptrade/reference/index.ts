/** What is true for everyone: brokerages, exchanges, securities, currencies. */
import { brokerages } from './brokerages.ts';
import { lists } from './lists.ts';
import { symbols } from './symbols.ts';

export const reference = { ...brokerages, ...lists, ...symbols };
