import pg from 'pg'
import en from '#src/app/messages/en/evidence.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/evidence.json' with { type: 'json' }

type Words = { record: Record<string, string>; verb: Record<string, Record<string, string>> }

/** Kinds of records and verbs of the history that people would read as the database writes them, in sentences. */
export async function unwordedHistory(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const asked = 'select distinct record_type, verb from history order by 1, 2'
    const { rows } = await client.query<{ record_type: string; verb: string }>(asked)
    return rows.flatMap(({ record_type, verb }) => [
      ...without(zh, 'zh-CN', record_type, verb),
      ...without(en, 'en', record_type, verb),
    ])
  } finally {
    await client.end()
  }
}

function without(words: Words, language: string, recordType: string, verb: string): string[] {
  const [about = '', what = ''] = verb.split('.')
  const missing =
    words.verb[about]?.[what] === undefined ? [`verb.${verb} of the history has no words in ${language}`] : []
  return words.record[recordType] === undefined
    ? [...missing, `record.${recordType} of the history has no words in ${language}`]
    : missing
}
