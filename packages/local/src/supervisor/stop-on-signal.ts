// Ctrl-C and SIGTERM, as a promise. Under `npm start` the terminal and npm both deliver the same Ctrl-C, so a
// second signal is no wish for haste: stopping has its own time limits.

export function stopOnSignal(): Promise<'signalled'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => resolve('signalled'));
  });
}
