/**
 * Where webhooks may go: to this machine, unless the operator allows hosts by name. The address is looked at again when
 * a connection is opened, so that a name cannot mean this machine at first and another one later.
 */
import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Any host at all. */
const ANY = '*';

export class Targets {
  readonly #allowed: ReadonlySet<string>;
  readonly #resolve: typeof resolve;

  /**
   * @param hosts names or addresses the operator allows beside this machine; `*` for all
   * @param resolver how names become addresses
   */
  constructor(hosts: readonly string[] = [], resolver: typeof resolve = resolve) {
    this.#allowed = new Set(hosts.map(plainHost));
    this.#resolve = resolver;
  }

  /** Why a URL is no target, in words; undefined if it may be one. */
  refusal(url: URL): string | undefined {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return `${url.protocol}// is no target for webhooks. Allowed: http:// and https://.`;
    }
    const host = plainHost(url.hostname);
    if (this.#isAllowed(host) || isLoopback(host) || isLocalName(host)) return undefined;
    return `"${host}" is not this machine. Webhooks go to loopback addresses only, such as http://127.0.0.1:8080/hook, unless the operator allows the host: start with --webhook-host ${host} (library: webhookHosts: ["${host}"]).`;
  }

  /** What an HTTP client is to look names up with: for a host nobody allowed, loopback addresses are all there is. */
  lookupFor(url: URL): LookupFunction {
    if (this.#isAllowed(plainHost(url.hostname))) return this.#resolve as LookupFunction;
    return (name, options, callback) => {
      this.#resolve(name, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, []);
        const near = addresses.filter(({ address }) => isLoopback(address));
        const first = near[0];
        if (first === undefined) return callback(new NotAllowed(), []);
        if (options.all === true) callback(null, near);
        else callback(null, first.address, first.family);
      });
    };
  }

  #isAllowed(host: string): boolean {
    return this.#allowed.has(ANY) || this.#allowed.has(host);
  }
}

/** The name means another machine now. */
export class NotAllowed extends Error {
  readonly code = 'ENOTLOOPBACK';
}

/** Lower case, without the brackets of an IPv6 address or the final dot of a name. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** RFC 6761, 6.3: these names are this machine; what they resolve to is looked at all the same. */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function isLoopback(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
