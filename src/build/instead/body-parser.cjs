// In the place of `body-parser` in the bundle: Express loads it at every start, with half a megabyte of tables of
// character sets, and nothing here uses it. The engine reads bodies by itself (src/engine/body.ts).
module.exports = {};
