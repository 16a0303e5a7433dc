// In the place of `depd` in the bundle: it reads the stack at every start, to warn authors of what Express will give up.
// Nothing here is among that.
module.exports = () => {
  const silent = () => {};
  silent.function = (it) => it;
  silent.property = silent;
  return silent;
};
