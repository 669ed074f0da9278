/** What a measurement is given: somewhere to say what it does, and the environment (`DATABASE_URL` and so on). */
export type BenchTools = { say(line: string): void; env: Record<string, string | undefined>; signal: AbortSignal }
/** Plain figures and ratios of one run; printed as they are. */
export type BenchFigures = Record<string, unknown>
export type Bench = { zh: string; en: string; run(tools: BenchTools): Promise<BenchFigures> }

/** Every measurement of `starproof bench`, by name. Each loads its code in test/bench when it runs: one line here is all that a new one needs. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  pack: {
    zh: '证据包写入与核验速度',
    en: 'writing and verifying an evidence pack',
    run: async () => (await import('#test/bench/pack.ts')).benchPack(200_000),
  },
  facts: {
    zh: '事实跟随工作的延迟，每秒 200 条命令',
    en: 'how soon facts follow 200 commands a second',
    run: async () => (await import('#test/bench/facts.ts')).benchFacts(),
  },
  board: {
    zh: '星级看板，1 万与 100 万工单，300 个网点',
    en: 'the star board at 10 thousand and 1 million work orders in 300 outlets',
    run: async ({ say }) => (await import('#test/bench/facts.ts')).benchBoards(say),
  },
  commands: {
    zh: '命令速度，16 个并发，与写同样行的裸事务相比',
    en: 'commands, 16 at once, against bare transactions that write the same rows',
    run: async ({ say }) => (await import('#test/bench/commands.ts')).benchCommands({ say }),
  },
  import: {
    zh: '导入 10 万行登记表，与写同样行的裸语句相比',
    en: 'an import of 100 thousand rows, against bare statements that write the same rows',
    run: async ({ say }) => {
      const { openScratch } = await import('#test/bench/scratch.ts')
      const scratch = await openScratch(say)
      const url = scratch.installation.database.url
      return (await import('#test/bench/import.ts')).benchImport(url).finally(scratch.close)
    },
  },
  authenticity: {
    zh: '真实性核查：对预埋造假的查出率与误报',
    en: 'authenticity checks: recall of seeded frauds and false alarms',
    run: async () => (await import('#test/bench/frauds.ts')).benchAuthenticity(),
  },
  start: {
    zh: '从启动到第一次应答，已有数据库',
    en: 'from start to first answer on an existing database',
    run: async ({ say }) => (await import('#test/bench/start.ts')).benchStart(say),
  },
  screens: {
    zh: '各端首屏的脚本大小',
    en: 'script of the first screens',
    run: async () => (await import('#test/bench/screens.ts')).benchScreens(),
  },
}
