/** The signature: published vectors, and every reading of the documentation that published clients have. */
import { describe, expect, it } from 'vitest';
import { canonicalContent } from '../../mocks/snaptrade/canonical.ts';
import { matchSignature, type SignedRequest, sign, signedText } from '../../mocks/snaptrade/signature.ts';
import { client } from './client.ts';

const KEY = 'test-consumer-key';
const Q = 'clientId=PASSIVTEST&timestamp=1735689600';
const U =
  'clientId=PASSIVTEST&userId=snaptrade-user-123&userSecret=adf2aa34-8219-40f7-a6b3-60156985cc61&timestamp=1735689600';

function sent(path: string, rawQuery: string, bodyText = ''): SignedRequest {
  return { path, rawQuery, bodyText, mountedAt: 'http://127.0.0.1:4010/snaptrade' };
}

/** Vectors that two SDKs, or the provider's own pages, agree on. */
const VECTORS = [
  {
    name: 'V0, the inputs of the provider’s old example',
    key: 'UxrFb4cHdRWlmJKNuJjA6hoaN8uVa6jPGFVUl2UKHuKmurCnaU',
    request: sent(
      '/api/v1/snapTrade/mockSignature',
      'clientId=PASSIVTEST&timestamp=1635790389',
      '{"userId":"api@passiv.com","userSecret":"CHRIS.P.BACON"}',
    ),
    signature: 'ZNUcaf2UIvd1QHV7X6Dn6AbJq+nLRWRrqcLyW3Nq5vw=',
  },
  {
    name: 'V1, a request without a body',
    key: KEY,
    request: sent('/authorizations', U),
    signature: '/+dR7bqh5dA3czFppjv5QSpntvoBJXm16cVo54LJwGE=',
  },
  {
    name: 'V1b, the same under the old prefix',
    key: KEY,
    request: sent('/api/v1/authorizations', U),
    signature: 's4O+q8hpLuXm5QxUiJAqJkTtr8V69tGncXhIlT9MwUg=',
  },
  {
    name: 'V2, a request with a body',
    key: KEY,
    request: sent('/snapTrade/registerUser', Q, '{"userId":"snaptrade-user-123"}'),
    signature: 'ZBDfiBNlYPCvh1ASt0NysxBFKQ3XretTh6XVijYkGsk=',
  },
  {
    name: 'V3, a body under the old prefix',
    key: KEY,
    request: sent('/api/v1/symbols', Q, '{"substring":"AAPL"}'),
    signature: 'M0bd0sk/giDJNx3SuEIWo2gNGTuuXe+GSw55y1SCd+I=',
  },
  {
    name: 'V4, text outside ASCII as JavaScript writes it',
    key: KEY,
    request: sent('/snapTrade/registerUser', Q, '{"userId":"usér-✓"}'),
    signature: '1YOrQMkleWOM+doCJqen/+2kANO7zmu0DCR893OL/D4=',
  },
  {
    name: 'V4, the same as Python writes it',
    key: KEY,
    request: sent('/snapTrade/registerUser', Q, '{"userId":"us\\u00e9r-\\u2713"}'),
    signature: '+J6L/+skxVlSmX0NiYyUORiNI70HxYOOodF+hWDfhnA=',
  },
  {
    name: 'V5, keys sorted inside lists of objects',
    key: KEY,
    request: sent(
      '/accounts/917c8734-8470-4a3e-a18f-57c3f2ee6631/trading/complex',
      Q,
      '{"type":"OCO","orders":[{"units":1,"order_role":"PEER","instrument":{"type":"EQUITY","symbol":"AAPL"}}]}',
    ),
    signature: 'Xj8ZQexd1YSVIsF/0djN89cCwoeKncUpaJUfcxMIf70=',
  },
  {
    name: 'V6, a key with spaces taken as it is',
    key: 'test consumer key',
    request: sent('/authorizations', U),
    signature: '7hT+XoBfKXXlHdTHtLAx7ODudfWqJBQBKAI7ZzfBD7M=',
  },
  {
    name: 'V6, the same key percent-encoded',
    key: 'test consumer key',
    request: sent('/authorizations', U),
    signature: '8R0n8AV8q0EdbQLufrTWVXyFteBLa7gIdqWgPW/DvD0=',
  },
];

describe('golden vectors', () => {
  for (const { name, key, request, signature } of VECTORS) {
    it(`holds: ${name}`, () => {
      expect(matchSignature(signature, key, request)).toMatchObject({ path: request.path });
    });
  }

  it('are for exactly one key, path, query and body each', () => {
    for (const [index, { key, request }] of VECTORS.entries()) {
      for (const [other, { signature }] of VECTORS.entries()) {
        if (index === other || VECTORS[other]?.name.startsWith(VECTORS[index]?.name.slice(0, 2) ?? ''))
          continue;
        expect(matchSignature(signature, key, request)).toBeUndefined();
      }
    }
  });

  it('are accepted over HTTP by a world that has the published client', async () => {
    const api = client({
      now: '2025-01-01T00:00:00Z',
      providers: { snaptrade: { clientId: 'PASSIVTEST', consumerKey: KEY } },
    });
    const registered = await api.send(
      'POST',
      `/snapTrade/registerUser?${Q}`,
      { Signature: 'ZBDfiBNlYPCvh1ASt0NysxBFKQ3XretTh6XVijYkGsk=' },
      '{"userId":"snaptrade-user-123"}',
    );
    expect(registered).toMatchObject({ status: 200, body: { userId: 'snaptrade-user-123' } });
  });
});

describe('the path that is signed', () => {
  const request = sent('/authorizations', U);
  const legacy = sent('/api/v1/authorizations', U);
  const signedOver = (path: string, of: SignedRequest) => sign(KEY, signedText('javascript', path, of));

  it('may be the one that is sent', () => {
    expect(matchSignature(signedOver('/authorizations', request), KEY, request)).toBeDefined();
    expect(matchSignature(signedOver('/api/v1/authorizations', legacy), KEY, legacy)).toBeDefined();
  });

  it('may have the old prefix though it is sent without, as SDKs up to 10.0.1 do', () => {
    expect(matchSignature(signedOver('/api/v1/authorizations', request), KEY, request)).toBeDefined();
  });

  it('may lack the old prefix though it is sent with it, as SDKs from 10.0.19 do', () => {
    expect(matchSignature(signedOver('/authorizations', legacy), KEY, legacy)).toBeDefined();
  });

  it('may hold what our own address puts in front, for clients that sign the whole path', () => {
    expect(matchSignature(signedOver('/snaptrade/authorizations', request), KEY, request)).toBeDefined();
    expect(matchSignature(signedOver('/elsewhere/authorizations', request), KEY, request)).toBeUndefined();
  });
});

describe('the query that is signed', () => {
  const encoded = 'symbol=AAPL%20%20251114C00240000&userId=%C3%A9&timestamp=1735689600';
  const decoded = 'symbol=AAPL  251114C00240000&userId=é&timestamp=1735689600';
  const request = sent('/authorizations', encoded);
  const over = (query: string) =>
    sign(KEY, signedText('python', request.path, { ...request, rawQuery: query }));

  it('is the one that is sent', () => {
    expect(matchSignature(over(encoded), KEY, request)).toMatchObject({ query: 'as-sent' });
  });

  it('may be what it was before it was percent-encoded, as the Python SDK signs it', () => {
    expect(matchSignature(over(decoded), KEY, request)).toMatchObject({ query: 'decoded', form: 'python' });
  });

  it('is no other: not one encoded otherwise, not one that cannot be decoded', () => {
    expect(matchSignature(over(encoded.replaceAll('%20', '+')), KEY, request)).toBeUndefined();
    const broken = sent('/authorizations', 'userId=%C3%28%&timestamp=1735689600');
    expect(matchSignature(over(decoded), KEY, broken)).toBeUndefined();
  });
});

describe('the canonical text', () => {
  it('has null for no body and for an empty object', () => {
    for (const body of ['', '{}', ' { } ']) expect(canonicalContent(body, 'javascript')).toBe('null');
    expect(canonicalContent('{"a":{}}', 'javascript')).toBe('{"a":{}}');
  });

  it('sorts keys at every level and leaves out white space', () => {
    expect(canonicalContent('{ "b" : [ { "d": 1, "c": null } ], "a": true }', 'python')).toBe(
      '{"a":true,"b":[{"c":null,"d":1}]}',
    );
  });

  // Expected texts are what `json.dumps(..., separators=(",", ":"), sort_keys=True)` of CPython 3.11 prints.
  it.each([
    ['1.0', '1', '1.0'],
    ['1e-7', '1e-7', '1e-07'],
    ['0.00001', '0.00001', '1e-05'],
    ['0.0001', '0.0001', '0.0001'],
    ['0.00012345', '0.00012345', '0.00012345'],
    ['1e16', '10000000000000000', '1e+16'],
    ['10000000000000000', '10000000000000000', '10000000000000000'],
    ['123456789012345678901', '123456789012345680000', '123456789012345678901'],
    ['1.5e15', '1500000000000000', '1500000000000000.0'],
    ['-0.0', '0', '-0.0'],
    ['-2.50', '-2.5', '-2.5'],
    ['"\\u007f\\u2028é😀"', '"\u007f\u2028é😀"', '"\\u007f\\u2028\\u00e9\\ud83d\\ude00"'],
    ['"a\\/b\\n\\"1\\""', '"a/b\\n\\"1\\""', '"a/b\\n\\"1\\""'],
  ])('writes %s as JavaScript does and as Python does', (json, javascript, python) => {
    expect(canonicalContent(`{"x":${json}}`, 'javascript')).toBe(`{"x":${javascript}}`);
    expect(canonicalContent(`{"x":${json}}`, 'python')).toBe(`{"x":${python}}`);
  });

  it('orders keys by code unit in JavaScript and by code point in Python', () => {
    const body = '{"\ud83d\ude00":1,"\uff5e":2}';
    expect(canonicalContent(body, 'javascript')).toBe('{"\ud83d\ude00":1,"\uff5e":2}');
    expect(canonicalContent(body, 'python')).toBe('{"\\uff5e":2,"\\ud83d\\ude00":1}');
  });

  it('lacks keys every object inherits where the TypeScript SDK wrote it', () => {
    const body = '{"userId":"a","constructor":1,"__proto__":{"x":2}}';
    expect(canonicalContent(body, 'typescript-sdk')).toBe('{"userId":"a"}');
    expect(canonicalContent(body, 'javascript')).toBe('{"__proto__":{"x":2},"constructor":1,"userId":"a"}');
    const request = sent('/snapTrade/registerUser', Q, body);
    const signature = sign(KEY, signedText('typescript-sdk', request.path, request));
    expect(matchSignature(signature, KEY, request)).toMatchObject({ form: 'typescript-sdk' });
  });
});
