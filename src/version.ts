import { version as given } from '../package.json';

/** Version of this package. */
export const version: string = given;
