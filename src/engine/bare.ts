/**
 * An object that has nothing but what is put into it, so that what a client sends may have any name: `__proto__`,
 * `constructor`. One of `Object.create(null)` is a hash table from the start, slower to fill and several times slower
 * to freeze; V8 treats this one like any object that a constructor made.
 */
export function bare<Value>(): Record<string, Value> {
  return new Bare() as Record<string, Value>;
}

class Bare {}
Reflect.deleteProperty(Bare.prototype, 'constructor');
Object.setPrototypeOf(Bare.prototype, null);
Object.freeze(Bare.prototype);
