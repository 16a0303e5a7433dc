/** Work that is accepted now and done later, on the world's clock. */

/** How long a refresh or a deletion waits in the queue. No source says; a test can wait for it (ST-C11). */
export const QUEUE_MS = 30_000;
