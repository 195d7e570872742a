// For commands that only do one thing: --help says what, anything else given is a mistake and starts nothing.

/**
 * @param {string} command as it is typed
 * @param {string} does one sentence
 */
export function takesNothing(command, does) {
  const given = process.argv.slice(2);
  if (given.length === 0) return;
  if (given.includes('--help')) {
    console.log(`${command}\n\n${does}`);
    process.exit(0);
  }
  console.error(`${command} takes nothing, given: ${given.join(' ')}; see ${command} -- --help`);
  process.exit(64);
}
