import { authenticityJobs } from '#src/evaluation/door.ts'
import type { Installation } from '#src/installation.ts'
import { instantFrom } from '#src/shared/instant.ts'
import { seedAssessment } from './assessment.ts'
import { BODY_DAYS, seedBody } from './body.ts'
import { seedCompany, seedOrganisations, todayOf } from './company.ts'
import { beacon, demoPassword, lanjing, people } from './people.ts'
import { openSeeding, type Seeding, seedId } from './seeding.ts'
import { seedService } from './service.ts'

const HISTORY_DAYS = 84

/**
 * Fills an empty database with the demo company and the demo certification body; goes on where a former attempt was cut off.
 * Leaves a database with other organisations alone. Answers lines for the terminal: who may sign in.
 */
export async function seedDemo(installation: Installation, say: (sentence: string) => void): Promise<string[]> {
  const { database, platform } = installation
  const organisations = await database.system.selectFrom('organisation').select(['orgId', 'demo']).execute()
  if (organisations.some((one) => !one.demo)) return []
  if (!(await isDone(installation))) {
    const now = platform.now()
    const startAt = instantFrom(now.getTime() - HISTORY_DAYS * 86_400_000)
    const seeding = openSeeding(installation)
    say('演示公司 · demo company')
    await seedOrganisations(seeding, startAt, instantFrom(now.getTime() - BODY_DAYS * 86_400_000))
    // Two organisations that know nothing of each other: documents of the one are set while the other goes on.
    await Promise.all([
      seedLanjing(installation, seeding, now, startAt, say),
      seedBody(seeding, { ...installation, publicUrl: installation.settings.PUBLIC_URL }, todayOf(now)),
    ])
    await authenticityJobs.tasks.authenticity_nightly!(installation.platform, {})
    const by = { kind: 'system', orgId: lanjing.orgId, name: 'seed', roles: [] } as const
    await seeding.step('done', by, now.toISOString(), async () => ({ ok: true, value: null }))
  }
  return signInLines()
}

async function seedLanjing(
  installation: Installation,
  seeding: Seeding,
  now: Date,
  startAt: string,
  say: (sentence: string) => void,
): Promise<void> {
  await seedCompany(seeding, startAt, todayOf(now))
  await seedService(installation, seeding, now, HISTORY_DAYS, say)
  await seedAssessment(seeding, now)
}

async function isDone({ platform }: Installation): Promise<boolean> {
  const by = { kind: 'system', orgId: lanjing.orgId, name: 'seed', roles: [] } as const
  const row = await platform.query(by, (tx) =>
    tx.sql
      .selectFrom('command')
      .select('id')
      .where('orgId', '=', tx.orgId)
      .where('id', '=', seedId('command done'))
      .executeTakeFirst(),
  )
  return row !== undefined
}

function signInLines(): string[] {
  const of = (orgId: string) =>
    people
      .filter((person) => person.org.orgId === orgId)
      .map(({ userName, name, roles }) => `${userName} ${name} (${roles.join(', ')})`)
  return [
    `演示账号 · demo sign-ins, password ${demoPassword}`,
    `  ${lanjing.name}: ${of(lanjing.orgId).join('; ')}`,
    `  ${beacon.name}: ${of(beacon.orgId).join('; ')}`,
    '  /desk/ 服务台 desk   /phone/ 现场 phone   / 客户 portal',
  ]
}
