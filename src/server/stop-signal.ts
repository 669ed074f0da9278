/**
 * Resolves with the name of the first signal that asks this process to stop, or with `parent_gone` when the `npm start` above it was killed.
 * Ctrl-C arrives more than once (the terminal signals everybody, npm and the launcher pass it on): repeats within a second count as one; a later one ends the process at once.
 */
export function whenAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined
    const ask = (reason: string) => {
      const nowMs = performance.now()
      if (askedAtMs === undefined) {
        askedAtMs = nowMs
        resolve(reason)
      } else if (reason === 'SIGINT' && nowMs - askedAtMs > 1000) {
        process.exit(130)
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ask(signal))
    process.on('disconnect', () => ask('parent_gone'))
    process.channel?.unref()
  })
}
