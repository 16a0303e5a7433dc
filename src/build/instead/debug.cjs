// In the place of `debug` in the bundle: what it prints is for those who work on Express itself, and to find out
// whether it may be in colour it loads Node's terminal.
const silent = () => {};
module.exports = () => silent;
