/** Rate limiters on the world's clock. Their books are plain JSON in the world's state document. */
export { fixedWindow } from './fixed-window.ts';
export type { Reading } from './reading.ts';
export { rollingWindow } from './rolling-window.ts';
export { tokenBucket } from './token-bucket.ts';
