/** Prints to stderr which modules of Node are loaded when the program writes its first answer. */
const { write } = process.stdout;
process.stdout.write = function (...given) {
  process.stdout.write = write;
  process.stderr.write(`loaded: ${process.moduleLoadList.join()}\n`);
  return write.apply(this, given);
};
