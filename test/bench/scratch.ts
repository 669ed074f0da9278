import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedCompany, seedOrganisations, todayOf } from '#seeds/company.ts'
import { lanjing } from '#seeds/people.ts'
import { openSeeding, seedId } from '#seeds/seeding.ts'
import { addPerson, hashPassword } from '#src/account/door.ts'
import { addQualification, addStaff } from '#src/company/door.ts'
import { type Installation, openInstallation } from '#src/installation.ts'
import { openCluster } from '#src/server/postgres/cluster.ts'
import { findProcessesMarked } from '#src/server/postgres/os-process.ts'
import { chooseOsUser } from '#src/server/postgres/os-user.ts'
import { readSettings } from '#src/server/settings.ts'
import type { Actor } from '#src/shared/actor.ts'
import { newId } from '#src/shared/id.ts'
import { instantFrom } from '#src/shared/instant.ts'

/** A company on an embedded PostgreSQL of its own, with fsync as in production; gone after `close`. */
export type Scratch = {
  folder: string
  installation: Installation
  /** Processor time used so far by this process and the database, however busy the machine is with other work; 0 where the system does not tell. */
  cpuMs(): number
  close(): Promise<void>
}

const SEEDED_DAYS_AGO = 30

export async function openScratch(say: (line: string) => void = () => {}): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'starproof-bench-'))
  const installation = await openInstallation(readSettings({ STARPROOF_DATA: folder }), say)
  const close = async () => {
    await installation.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await furnish(installation)
    return { folder, installation, cpuMs: () => cpuMs(folder), close }
  } catch (error) {
    await close()
    throw error
  }
}

const TICKS_PER_SECOND = 100

function cpuMs(folder: string): number {
  if (process.platform !== 'linux') return 0
  const cluster = join(folder, 'postgres', 'cluster')
  const { mark } = openCluster(cluster, chooseOsUser(cluster, folder))
  const ticks = findProcessesMarked(mark).map(({ pid }) => {
    // A vacuum may have ended since it was found.
    const file = `/proc/${pid}/stat`
    if (!existsSync(file)) return 0
    const stat = readFileSync(file, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12])
  })
  const own = process.cpuUsage()
  return (own.user + own.system) / 1000 + (ticks.reduce((sum, one) => sum + one, 0) * 1000) / TICKS_PER_SECOND
}

/** The demo company without its history. */
export async function furnish(installation: Installation): Promise<void> {
  const now = installation.platform.now()
  const startAt = instantFrom(now.getTime() - SEEDED_DAYS_AGO * 86_400_000)
  const seeding = openSeeding(installation)
  await seedOrganisations(seeding, startAt)
  await seedCompany(seeding, startAt, todayOf(now))
}

export type Technician = { personId: string; staffId: string; userName: string }

/** The outlet where the scratch company's technicians work, and a customer of that city with a unit that needs two licences. */
export const PLACE = {
  outletId: seedId('outlet hz'),
  cityCode: '3301',
}

export const SYSTEM: Actor = { kind: 'system', orgId: lanjing.orgId, name: 'bench', roles: [] }

/** Hires technicians with every licence that the demo company's products ask for. They sign in with `password`. */
export async function hireTechnicians(
  installation: Pick<Installation, 'platform'>,
  count: number,
  password: string,
): Promise<Technician[]> {
  const passwordHash = await hashPassword(password)
  const hired: Technician[] = []
  for (let nth = 1; nth <= count; nth++) {
    const one = { personId: newId(), staffId: newId(), userName: `bench${nth}` }
    const command = { id: newId(), endpoint: 'bench.hire', input: one.userName }
    const done = await installation.platform.command(SYSTEM, command, async (tx) => {
      const name = `技工${nth}`
      await addPerson(tx, {
        ...{ personId: one.personId, userName: one.userName, name, roles: ['technician'] },
        ...{ email: `${one.userName}@bench.example`, passwordHash },
      })
      const staff = await addStaff(tx, {
        ...{ id: one.staffId, number: `B${nth}`, name, phone: '', post: '', personId: one.personId },
        ...{ outletId: PLACE.outletId, goesOnSite: true, managesService: false },
      })
      for (const kindCode of ['refrigeration', 'electrician'])
        await addQualification(tx, {
          ...{ id: newId(), staffId: one.staffId, kindCode, certificateNumber: '', expiresOn: null },
        })
      return staff
    })
    if (!done.ok) throw new Error(`hiring was refused: ${JSON.stringify(done.refusal)}`)
    hired.push(one)
  }
  return hired
}

/** How busy the machine is with other work: printed beside every figure. */
export function loadNow(): number[] {
  return loadavg().map((value) => Math.round(value * 100) / 100)
}
