/** Where the control API stands on the simulator's address. */
export const CONTROL_PREFIX = '/_understudy';
